"""An uploaded file is read by a child process with little memory and little time, whatever the file holds."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.imports.limits import READING
from app.limits import IMPORT_BYTES

_SCRIPT: Final = Path(__file__).with_name("read_table.py")
# What is said of a file that used up what its reader may use.
_TOO_MUCH: Final[dict[str, Any]] = {"fault": "bomb", "row": None}
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
    try:
        # The interpreter by its own path and a script of our own: nothing of the file is part of the command.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-X", "utf8", str(_SCRIPT), json.dumps(READING)],
            input=content,
            capture_output=True,
            timeout=2 * READING["CPU"],
            env={},
            check=False,
        )
        told: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else _TOO_MUCH
    except (subprocess.TimeoutExpired, ValueError):
        told = _TOO_MUCH
    if "fault" in told:
        raise UnreadableFileError(told["fault"], told["row"])
    return FileTable(told["heads"], [(number, cells) for number, cells in told["rows"]])
