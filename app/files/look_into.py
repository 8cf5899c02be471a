"""Tells what kind of file an uploaded one is by its content, in a process of its own.

It is started as a script and not imported: it is given its limits as JSON, reads the file from standard input and
writes one JSON object, {"kind": …} or {"fault": …}. The kinds are those of `models/files.py`, and no others are taken.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from pathlib import Path
from runpy import run_path
from typing import Any

# A document that carries programs, or a part that is one.
_PROGRAMS = re.compile(r"vbaProject\.bin$|\.(exe|dll|com|bat|cmd|js|vbs|ps1|scr|msi|hta|jar|lnk)$", re.IGNORECASE)
_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_PDF = re.compile(rb"%PDF-[12]\.\d")
# Pages, pictures, programs and scripts that would pass for text.
_NO_TEXT = re.compile(rb"\s*(<|\{\\rtf|#!|%!PS|MZ|GIF8|BM|RIFF|%PDF|@echo)", re.IGNORECASE)
_END_OF_PDF = 2_048


class _NotTakenError(Exception):
    """The file is not taken; its text is the fault."""


def kind_of(content: bytes, limits: dict[str, int]) -> str:
    """Return the kind of a file; raises _NotTakenError."""
    if not content.strip(b" \t\r\n\0"):
        raise _NotTakenError("empty")
    if content.startswith(b"PK\x03\x04"):
        return _document(content, limits)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise _NotTakenError("old_office")
    kind = _picture(content) or _pdf(content) or _text(content)
    # An archive is read from its end, so that one can hide behind anything.
    if zipfile.is_zipfile(io.BytesIO(content)) or (kind != "pdf" and _PDF.search(content[:1_024])):
        raise _NotTakenError("two_kinds")
    return kind


def _document(content: bytes, limits: dict[str, int]) -> str:
    # Run, not imported: this process has no place that modules of ours are found in.
    look: Any = run_path(str(Path(__file__).parents[1] / "storage" / "uploads" / "packed.py"))["look_into_zip"]
    fault, names = look(content, limits)
    kinds = [kind for kind, part in _PARTS.items() if part in names]
    if not kinds and fault in (None, "strange_zip"):
        raise _NotTakenError("wrong_type")
    if fault is not None:
        raise _NotTakenError(fault)
    if any(_PROGRAMS.search(name) for name in names):
        raise _NotTakenError("programs")
    if len(kinds) > 1 or "[Content_Types].xml" not in names:
        raise _NotTakenError("strange_zip")
    return kinds[0]


def _picture(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _require_whole_png(content)
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        if b"\xff\xd9" not in content:
            raise _NotTakenError("broken")
        return "jpg"
    return None


def _require_whole_png(content: bytes) -> None:
    """Refuse a picture that is cut off, or that something follows."""
    at = 8
    while at + 12 <= len(content):
        length, name = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        at += 12 + length
        if name == b"IEND":
            if at < len(content):
                raise _NotTakenError("two_kinds")
            return
    raise _NotTakenError("broken")


def _pdf(content: bytes) -> str | None:
    if not _PDF.match(content):
        return None
    if b"%%EOF" not in content[-_END_OF_PDF:]:
        raise _NotTakenError("broken")
    return "pdf"


def _text(content: bytes) -> str:
    plain = content.removeprefix(b"\xef\xbb\xbf")
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_wide and (_NO_TEXT.match(plain) or b"\0" in content):
        raise _NotTakenError("wrong_type")
    for encoding in ["utf-16"] if is_wide else ["utf-8", "cp1252"]:
        try:
            text = plain.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0e-\x1f]", text) or text.lstrip().startswith("<"):
            break
        return "txt"
    raise _NotTakenError("wrong_type")


def main() -> None:
    """Read standard input and tell what it is."""
    limits = json.loads(sys.argv[1])
    for name in ("AS", "CPU", "NOFILE"):
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (limits[name], limits[name]))
    told: dict[str, str]
    try:
        told = {"kind": kind_of(sys.stdin.buffer.read(), limits)}
    except _NotTakenError as error:
        told = {"fault": str(error)}
    except MemoryError:
        told = {"fault": "bomb"}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
