"""What is taken and what is refused, by content; and what a file is called, whatever its sender called it."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from app.files.content import WHY_REFUSED, RefusedFileError, look_at, safe_file_name
from app.limits import FILE_BYTES
from models.files import FileKind
from tests.imports.files import xlsx_file

_PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"
_JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 40 + b"\xff\xd9"


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")


_PNG = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", b"\0" * 13) + _chunk(b"IEND", b"")


def _zip(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            made.writestr(name, content)
    return packed.getvalue()


_DOCX = {"word/document.xml": b"<w:document/>"}
TAKEN = {
    "a pdf": (_PDF, FileKind.PDF),
    "a png": (_PNG, FileKind.PNG),
    "a jpeg": (_JPEG, FileKind.JPEG),
    "a document": (_zip(**_DOCX), FileKind.DOCX),
    "a workbook": (xlsx_file([["Namn"], ["A"]]), FileKind.XLSX),
    "a text": ("Hej åäö\r\n".encode(), FileKind.TEXT),
    "a text of an old Windows": ("Hej åäö\r\n".encode("cp1252"), FileKind.TEXT),
    "a text in wide letters": ("Hej åäö".encode("utf-16"), FileKind.TEXT),
}
REFUSED = {
    "nothing": (b"", "empty"),
    "blanks": (b" \r\n\0", "empty"),
    "a page": (b"<!doctype html><script>alert(1)</script>", "wrong_type"),
    "a page after blanks": (b"\xef\xbb\xbf \n<svg onload=x>", "wrong_type"),
    "a page in wide letters": ("<script>x</script>".encode("utf-16"), "wrong_type"),
    "a program": (b"MZ" + b"\0" * 90, "wrong_type"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "wrong_type"),
    "a moving picture": (b"GIF89a" + b"\1" * 20, "wrong_type"),
    "control signs": (b"abc\x1b[2Jdef", "wrong_type"),
    "an archive": (_zip(**{"a.txt": b"x"}), "wrong_type"),
    "old Word, or a locked document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_office"),
    "a macro": (_zip(**_DOCX, **{"word/vbaProject.bin": b"x"}), "programs"),
    "a program in a document": (_zip(**_DOCX, **{"word/embeddings/a.exe": b"x"}), "programs"),
    "a bomb": (_zip(**_DOCX, **{"word/media/a.png": b"\0" * 30_000_000}), "bomb"),
    "a path out of the folder": (_zip(**_DOCX, **{"../../etc/cron.d/x": b"x"}), "strange_zip"),
    "laughs": (_zip(**{"word/document.xml": b'<!DOCTYPE l [<!ENTITY a "ha">]>'}), "strange_zip"),
    "document and workbook at once": (_zip(**_DOCX, **{"xl/workbook.xml": b"<a/>"}), "strange_zip"),
    "a document that is cut off": (_zip(**_DOCX)[:90], "broken"),
    "a pdf that is cut off": (b"%PDF-1.7\n" + b"0" * 5_000, "broken"),
    "a picture that is cut off": (_PNG[:-6], "broken"),
    "a jpeg without an end": (_JPEG[:-2], "broken"),
    "a picture and a page": (_PNG + b"<script>x</script>", "two_kinds"),
    "a picture and an archive": (_JPEG + _zip(**{"a.js": b"x"}), "two_kinds"),
    "a pdf and an archive": (_PDF + _zip(**{"a.js": b"x"}), "two_kinds"),
    "a text with a pdf in it": (b"hej\n" + _PDF, "two_kinds"),
    "too large": (b"a" * (FILE_BYTES + 1), "too_large"),
}


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken_is_known_by_its_content(what: str) -> None:
    content, kind = TAKEN[what]
    assert look_at(content, "namn.exe").kind is kind


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_is_refused_in_one_sentence(what: str) -> None:
    content, fault = REFUSED[what]
    with pytest.raises(RefusedFileError) as refused:
        look_at(content, "namn.pdf")
    assert refused.value.fault == fault
    assert str(WHY_REFUSED[fault])


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\anna\\Avtal.PDF", "Avtal.PDF"),
        ("faktura.pdf\r\nSet-Cookie: a=b", "faktura.pdf Set-Cookie_ a=b.pdf"),
        ("gpj.\u202efdp.exe", "gpj.fdp.exe.pdf"),
        ('a"b<c>|?*.pdf', "a_b_c____.pdf"),
        ("...", "fil.pdf"),
        ("å" * 300 + ".pdf", "å" * 196 + ".pdf"),
        ("virus.html", "virus.html.pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_content_does(sent: str, kept: str) -> None:
    assert safe_file_name(sent, FileKind.PDF) == kept


def test_only_the_name_tells_a_table_from_a_text() -> None:
    assert look_at(b"a;b\r\n1;2\r\n", "priser.CSV").kind is FileKind.CSV
    assert look_at(b"a;b\r\n1;2\r\n", "priser.CSV").name == "priser.CSV"
