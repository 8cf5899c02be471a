"""An uploaded file is read as a table, in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.imports.limits import READING
from app.limits import IMPORT_BYTES
from app.storage.uploads.apart import look_apart

_SCRIPT: Final = Path(__file__).with_name("read_table.py")
# A text; in a list of its own where the file's cell is a formula, or a fault such as #N/A.
FileCell = str | list[str]


class UnreadableFileError(Exception):
    """A file cannot be read as a table; `fault` says why, `row` where when that is known."""

    def __init__(self, fault: str, row: int | None = None) -> None:
        super().__init__(fault)
        self.fault, self.row = fault, row


@dataclass(frozen=True, slots=True)
class FileTable:
    """What a file holds: its heads, and its rows by the number that a spreadsheet shows beside each."""

    heads: Sequence[str]
    rows: Sequence[tuple[int, Sequence[FileCell]]]


def read_file(content: bytes) -> FileTable:
    """Return the table in a file; raises UnreadableFileError."""
    if len(content) > IMPORT_BYTES:
        raise UnreadableFileError("too_large")
    told = look_apart(_SCRIPT, READING, content)
    if "fault" in told:
        raise UnreadableFileError(told["fault"], told["row"])
    return FileTable(told["heads"], [(number, cells) for number, cells in told["rows"]])
