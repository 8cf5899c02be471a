"""Reads a table out of an uploaded file, in a process of its own that may use little memory and little time.

It is started as a script and not imported, so that nothing of the application is in the process: it is given its
limits as JSON, reads the file from standard input and writes one JSON object, either {"heads": …, "rows": …} or
{"fault": …, "row": …}. A row is the number that a spreadsheet shows beside it and its cells; a cell is a text, or
[text] where it is a formula or a fault.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from runpy import run_path
from typing import Any

FileCell = str | list[str]
Row = tuple[int, list[FileCell]]

LIMITS: dict[str, int] = {}
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Pages, documents, pictures and other archives.
OTHERS = re.compile(rb"<|%PDF|\x89PNG|\xff\xd8\xff|GIF8|\x1f\x8b|7z\xbc\xaf|Rar!|\x7fELF|\{\\rtf")


class UnreadableError(Exception):
    """The file cannot be read as a table; `row` is where, when that is known."""

    def __init__(self, fault: str, row: int | None = None) -> None:
        super().__init__(fault)
        self.fault, self.row = fault, row


def read_table(content: bytes) -> dict[str, Any]:
    """Return the heads and the rows of a file; raises UnreadableError."""
    filled = ((number, cells) for number, cells in _rows(content) if any(map(_says_something, cells)))
    first = next(filled, None)
    if first is None:
        raise UnreadableError("empty")
    heads = [head[0] if isinstance(head, list) else head for head in first[1]]
    while not heads[-1].strip():
        heads.pop()
    listed: list[Row] = []
    for number, cells in filled:
        if len(listed) == LIMITS["rows"]:
            raise UnreadableError("too_many_rows")
        listed.append((number, _checked(number, cells, len(heads))))
    if not listed:
        raise UnreadableError("no_rows")
    return {"heads": heads, "rows": listed}


def _rows(content: bytes) -> Iterator[Row]:
    if content.startswith(OLD_EXCEL):
        raise UnreadableError("old_excel")
    if OTHERS.match(content):
        raise UnreadableError("wrong_type")
    return _workbook_rows(content) if content.startswith(ZIP) else _csv_rows(content)


def _says_something(cell: FileCell) -> bool:
    return isinstance(cell, list) or (bool(cell) and not cell.isspace())


def _checked(number: int, cells: list[FileCell], heads: int) -> list[FileCell]:
    if any(len(cell) > LIMITS["cell"] for cell in cells):
        raise UnreadableError("long_cell", number)
    if any(map(_says_something, cells[heads:])):
        raise UnreadableError("beside", number)
    return cells[:heads]


def _csv_rows(content: bytes) -> Iterator[Row]:
    text = _decoded(content)
    if "\x00" in text:
        raise UnreadableError("wrong_type")
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\r?", first, re.IGNORECASE)
    separator = told[1] if told else _separator(text)
    reader = csv.reader(io.StringIO(rest if told else text, newline=""), delimiter=separator, strict=True)
    number = 0  # the line that names the sign is no row to a spreadsheet
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > LIMITS["columns"]:
                raise UnreadableError("too_many_columns", number)
            yield number, [_plain(cell) for cell in cells]
    except csv.Error:
        raise UnreadableError("quotes", number + 1) from None  # the row that was begun last


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            pass
    raise UnreadableError("wrong_type")


def _separator(text: str) -> str:
    """Return the sign that parts the heads most often, outside quotation marks."""
    head = re.sub(r'"(?:[^"]|"")*"', "", text[: LIMITS["cell"]]).lstrip("\r\n").partition("\n")[0]
    return max(";\t,", key=head.count)


def _plain(cell: str) -> str:
    """Return a text without the apostrophe that files of Brygga's have before what a spreadsheet would run."""
    return cell[1:] if re.match(r"'[=@+\-\t\r]", cell) else cell


def _workbook_rows(content: bytes) -> Iterator[Row]:
    _check_zip(content)
    columns = LIMITS["columns"]
    # Both are imported by openpyxl where they are there; neither is needed, and one asks for much memory.
    sys.modules["numpy"] = sys.modules["lxml"] = None  # type: ignore[assignment]
    from openpyxl import load_workbook  # noqa: PLC0415 - only where it is needed: half of all files are none

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = next(each for each in book.worksheets if each.sheet_state == "visible")
        sheet.reset_dimensions()  # what it says of its own size may be wrong
        for number, cells in enumerate(sheet.iter_rows(max_col=columns + 1), start=1):
            if number > LIMITS["lowest_row"]:
                raise UnreadableError("far_down")
            if len(cells) > columns and cells[columns].value not in (None, ""):
                raise UnreadableError("too_many_columns", number)
            yield number, [_cell(cell) for cell in cells[:columns]]
    except (UnreadableError, MemoryError):
        raise
    except Exception:
        raise UnreadableError("broken") from None


def _check_zip(content: bytes) -> None:
    """Refuse what is no plain workbook, before anything of it is unpacked; raises UnreadableError."""
    # Run, not imported: this process has no place that modules of ours are found in.
    look: Any = run_path(str(Path(__file__).parents[1] / "storage" / "uploads" / "packed.py"))["look_into_zip"]
    fault, names = look(content, LIMITS)
    if fault is not None:
        raise UnreadableError(fault)
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise UnreadableError("wrong_type")


def _cell(cell: Any) -> FileCell:
    if cell.data_type in ("f", "e"):
        return [str(cell.value)]
    return "" if cell.value is None else _text(cell.value)


def _text(value: Any) -> str:
    match value:
        case bool():
            return "1" if value else "0"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def main() -> None:
    """Read standard input and tell what it holds."""
    LIMITS.update(json.loads(sys.argv[1]))
    for name in ("AS", "CPU", "NOFILE"):
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (LIMITS[name], LIMITS[name]))
    csv.field_size_limit(2 * LIMITS["cell"])
    try:
        told = read_table(sys.stdin.buffer.read())
    except (UnreadableError, MemoryError) as error:
        told = {"fault": getattr(error, "fault", "bomb"), "row": getattr(error, "row", None)}
    json.dump(told, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main()
