"""Tables as files: CSV as Swedish Excel reads it, and XLSX; what is text stays text, and no cell is a live formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

import xlsxwriter
from flask import Response
from flask_babel import gettext as _

from app.web.i18n import current_language
from models.clock import today

Cell = str | int | float | Decimal | date | None
CSV: Final = "csv"
XLSX: Final = "xlsx"
_TYPES: Final = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a spreadsheet takes for the beginning of a formula, also after blanks and lines; a telephone number with its
# country is none.
_LIVE: Final = re.compile(r"[\t\r]|\s*(?:[=@-]|\+(?![\d ()]+$))")
_PLAIN: Final = str.maketrans("åäö", "aao")
_WIDEST: Final = 60  # characters of a column
_LONGEST_CELL: Final = 32_767  # characters that a cell of XLSX can hold


def marked(text: str, *, is_demo: bool) -> str:
    """Return a record's name, said to be invented where it is."""
    return f"{text} ({_('Demo')})" if is_demo else text


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its column heads and its rows."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def as_file(kind: str, name: str, *sheets: Sheet) -> Response:
    """Return tables as a file to keep, named after what it holds and the day; CSV has room for the first one only."""
    content = write_csv(sheets[0], decimal_comma=current_language() == "sv") if kind == CSV else write_xlsx(sheets)
    answer = Response(content, content_type=_TYPES[kind])
    # Browsers agree on names of plain letters only.
    plain = name.translate(_PLAIN)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{plain}-{today().isoformat()}.{kind}")
    return answer


def write_csv(sheet: Sheet, *, decimal_comma: bool) -> bytes:
    """Return a table with semicolons and a byte order mark, so that Excel finds columns and letters by itself.

    A text that a spreadsheet would run gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheet.heads)
    for row in sheet.rows:
        writer.writerow([_written(cell, decimal_comma=decimal_comma) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell, *, decimal_comma: bool) -> str:
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if _LIVE.match(cell) else cell
        case float() | Decimal():
            return str(cell).replace(".", ",") if decimal_comma else str(cell)
        case _:
            return str(cell)


def write_xlsx(sheets: Iterable[Sheet], *, dated: date | None = None) -> bytes:
    """Return tables as a workbook: heads that stay in sight and filter, days as days, numbers as numbers.

    It says that it was made now, unless it is `dated`: then the same tables give the same bytes.
    """
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        if dated is not None:
            book.set_properties({"created": datetime.combine(dated, time())})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.write_row(0, 0, sheet.heads, bold)
            for number, row in enumerate(sheet.rows, start=1):
                for column, cell in enumerate(row):
                    _write_cell(page, number, column, cell, day)
            page.freeze_panes(1, 0)
            page.autofilter(0, 0, len(sheet.rows), max(len(sheet.heads) - 1, 0))
            for column, head in enumerate(sheet.heads):
                page.set_column(column, column, _width(head, (row[column] for row in sheet.rows)))
    return content.getvalue()


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell, day: xlsxwriter.format.Format
) -> None:
    match cell:
        case None:
            pass
        case str():
            page.write_string(row, column, cell[:_LONGEST_CELL])
        case date():
            page.write_datetime(row, column, cell, day)
        case _:
            page.write_number(row, column, cell)


def _width(head: str, cells: Iterable[Cell]) -> int:
    return min(_WIDEST, max(len(head) + 3, *(len(str(cell)) + 1 for cell in cells if cell is not None), 6))
