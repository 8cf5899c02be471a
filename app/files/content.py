"""What an uploaded file is, by its content and never by its name; and what it is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from app.files.limits import FILE_LOOK
from app.limits import FILE_BYTES, NAME
from app.storage.uploads.apart import look_apart
from app.storage.uploads.file_names import plain_file_name
from models.files import FileKind

_SCRIPT: Final = Path(__file__).with_name("look_into.py")
CONTENT_TYPES: Final[Mapping[FileKind, str]] = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.CSV: "text/csv",
    FileKind.TEXT: "text/plain",
}
WHY_REFUSED: Final[Mapping[str, Any]] = {
    "too_large": _l("The file is larger than 10 MB. Save a smaller one, for example a PDF with smaller pictures."),
    "empty": _l("The file is empty. Choose another."),
    "wrong_type": _l("Files of this kind are not taken. Save it as a PDF, and choose that file."),
    "old_office": _l(
        "This is an older or locked Office file. Save it as .docx, .xlsx or PDF without a password, and choose that."
    ),
    "programs": _l("The file holds a program (a macro). Save it without, or as a PDF, and choose that file."),
    "bomb": _l("The file unpacks to far more than a document would, so it is not taken. Save it as a PDF."),
    "strange_zip": _l("The file holds parts that no plain document has. Save it anew, or as a PDF."),
    "two_kinds": _l("The file is of two kinds at once, so it is not taken. Save it anew, and choose that file."),
    "broken": _l("The file is damaged or cut off. Save it anew, and choose that file."),
}
_OTHER_ENDINGS: Final = {FileKind.JPEG: ("jpeg", "jpe"), FileKind.TEXT: ("text", "md", "log", "ics")}
# What one system or another cannot have in a name.
_NOT_IN_NAMES: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')


class RefusedFileError(Exception):
    """A file is not taken; `fault` says why, in words of `WHY_REFUSED`."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that may be kept: its content, its kind and its cleaned name."""

    content: bytes
    kind: FileKind
    name: str


def look_at(content: bytes, name: str) -> TakenFile:
    """Return a file that may be kept; raises RefusedFileError."""
    if len(content) > FILE_BYTES:
        raise RefusedFileError("too_large")
    told = look_apart(_SCRIPT, FILE_LOOK, content)
    if "fault" in told:
        raise RefusedFileError(told["fault"] if told["fault"] in WHY_REFUSED else "wrong_type")
    kind = FileKind(told["kind"])
    if kind is FileKind.TEXT and name.lower().endswith(".csv"):
        # Both are text, and only the name tells them apart.
        kind = FileKind.CSV
    return TakenFile(content, kind, safe_file_name(name, kind))


def safe_file_name(name: str, kind: FileKind) -> str:
    """Return a name that every system can save, ending as files of the kind do; at most 200 signs."""
    plain = _NOT_IN_NAMES.sub("_", plain_file_name(name)).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if dot and ending.lower() in (kind.value, *_OTHER_ENDINGS.get(kind, ())):
        plain = stem
    else:
        ending = kind.value
    return f"{plain.strip('. ')[: NAME - len(ending) - 1] or 'fil'}.{ending}"
