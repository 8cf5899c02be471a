"""What a file may hold, and what is refused: with a sentence, in little time and little memory."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from app.imports.names import why_unreadable
from app.imports.reading import UnreadableFileError, read_file
from app.limits import IMPORT_BYTES
from tests.imports.files import csv_file, xlsx_file

_SHEET = "xl/worksheets/sheet1.xml"
_HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def _with_part(name: str, content: bytes, *, times: int = 1) -> bytes:
    """Return a plain workbook in which a part is another."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file([["Namn"], ["A"]]))) as plain,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for each in plain.namelist():
            if each != name:
                made.writestr(each, plain.read(each))
        with made.open(name, "w") as part:
            for _time in range(times):
                part.write(content)
    return packed.getvalue()


def _two_million_rows() -> bytes:
    return _with_part(_SHEET, _HEAD + b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 2_000_000)


HOSTILE: dict[str, tuple[Any, str]] = {
    "nothing": (b"", "empty"),
    "only spaces": (b" \r\n \r\n", "empty"),
    "only heads": (csv_file([["Namn", "Kommun"]]), "no_rows"),
    "a bomb": (lambda: _with_part(_SHEET, b" " * 1_000_000, times=100), "bomb"),
    "a bomb beside": (lambda: _with_part("xl/media/image1.png", b"\0" * 1_000_000, times=80), "bomb"),
    "billion laughs": (lambda: _with_part(_SHEET, _LAUGHS + _HEAD), "strange_zip"),
    "laughs in another coding": (
        lambda: _with_part(_SHEET, (_LAUGHS + _HEAD).decode().encode("utf-16")),
        "strange_zip",
    ),
    "laughs among the texts": (
        lambda: _with_part("xl/sharedStrings.xml", b"<?xml version='1.0'?>" + _LAUGHS),
        "strange_zip",
    ),
    "a path out of the folder": (lambda: _with_part("../../etc/cron.d/x", b"x"), "strange_zip"),
    "an absolute path": (lambda: _with_part("/etc/passwd", b"x"), "strange_zip"),
    "too many parts": (
        lambda: _zip({"[Content_Types].xml": b"", "xl/workbook.xml": b"", **{f"x{n}": b"" for n in range(600)}}),
        "bomb",
    ),
    "a document": (lambda: _zip({"[Content_Types].xml": b"", "word/document.xml": b"<a/>"}), "wrong_type"),
    "cut off": (lambda: xlsx_file([["Namn"], ["A"]])[:2000], "broken"),
    "not well formed": (lambda: _with_part(_SHEET, _HEAD + b"<row><c>"), "broken"),
    "no sheet": (lambda: _zip({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "broken"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\0" * 600, "wrong_type"),
    "a page": (b"<!doctype html><table>", "wrong_type"),
    "NUL": (b"Namn;Kommun\r\nA\x00B;Solna\r\n", "wrong_type"),
    "no letters": (b"Namn\r\n\x81\x8d\x8f\r\n", "wrong_type"),
    "two million rows": (b"Namn\n" + b"a\n" * 2_000_000, "too_many_rows"),
    "two million rows in a workbook": (_two_million_rows, "bomb"),
    "quotes that never end": (b'Namn;Kommun\r\nA;Solna\r\n"B;' + b"x;y\r\n" * 9_000, "quotes"),
    "a quote in the middle": (b'Namn;Kommun\r\n"A" AB;Solna\r\n', "quotes"),
    "a row that is too long": (b"Namn\r\nA;B\r\n".replace(b"\r\nA", b";Kommun\r\nA;C"), "beside"),
    "too many columns": (csv_file([["k"] * 101, ["v"] * 101]), "too_many_columns"),
    "a cell that is too long": (csv_file([["Namn", "Text"], ["A", "x" * 40_000]]), "long_cell"),
    "more than may be sent": (b"Namn\n" + b"a" * IMPORT_BYTES, "too_large"),
}


def _zip(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str) -> None:
    content, fault = HOSTILE[name]
    with pytest.raises(UnreadableFileError) as refused:
        read_file(content() if callable(content) else content)
    assert refused.value.fault == fault
    if fault in ("quotes", "beside", "long_cell"):
        assert refused.value.row in (2, 3)


@pytest.mark.usefixtures("app")
@pytest.mark.only_on("sqlite")
def test_every_fault_has_a_sentence(app: Any) -> None:
    with app.test_request_context():
        for _content, fault in HOSTILE.values():
            assert why_unreadable(fault, 3).endswith(".")


ROWS = [["Namn", "Kommun"], ['Å; "AB"', "Solna"], ["Två\nrader", ""], ["", ""], ["Sist", "Täby"]]
READ = [(2, ['Å; "AB"', "Solna"]), (3, ["Två\nrader", ""]), (5, ["Sist", "Täby"])]


@pytest.mark.parametrize(
    "content",
    [
        *(csv_file(ROWS, delimiter) for delimiter in ";,\t"),
        *(csv_file(ROWS, ";", encoding) for encoding in ("utf-8", "cp1252", "utf-16")),
        b"sep=|\r\n" + csv_file(ROWS, "|", "utf-8"),
        xlsx_file(ROWS),
    ],
)
def test_separators_letters_and_workbooks_are_read_alike(content: bytes) -> None:
    table = read_file(content)
    assert table.heads == ROWS[0]
    assert [(number, list(cells) + [""] * (2 - len(cells))) for number, cells in table.rows] == READ


def test_a_formula_is_no_value_and_an_apostrophe_of_ours_goes() -> None:
    assert read_file(xlsx_file([["Namn"], ["=1+1"], [7.0], [2.5], [True]])).rows == [
        (2, [["=1+1"]]),
        (3, ["7"]),
        (4, ["2.5"]),
        (5, ["1"]),
    ]
    assert read_file(b"Namn\r\n'=A1\r\n'tis\r\n").rows == [(2, ["=A1"]), (3, ["'tis"])]
