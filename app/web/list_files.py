"""A list as a file: the page's own columns, with what a cell of the page holds besides in a cell of its own.

Its rows are all that the page's filters choose, in its order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from flask import Response

from app.storage.audit import note_event
from app.storage.database import db_session
from app.storage.listing import ListState
from app.web.spreadsheets import CSV, XLSX, Cell, Sheet, as_file
from models.errors import NotFoundError


class Column(TypedDict):
    """A column of a list, on the page and in the file; `sort` is its name in the address, `number` sets it right.

    Who reads the list chooses columns by their keys; a `hidden` one is on neither.
    """

    label: str
    key: str
    sort: NotRequired[str]
    number: NotRequired[bool]
    hidden: NotRequired[bool]


def is_hidden(columns: Sequence[Column], key: str) -> bool:
    """Tell whether the reader has hidden a column."""
    return any(column["key"] == key and column.get("hidden", False) for column in columns)


def sheet_of(name: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Sheet:
    """Return a list's rows under the heads that its page has."""
    shown = [number for number, column in enumerate(columns) if not column.get("hidden")]
    return Sheet(
        name, [columns[number]["label"] for number in shown], [[row[number] for number in shown] for row in rows]
    )


def beside(column: Column, label: str) -> Column:
    """Return the column of what the page shows in another's cell and the file in one of its own."""
    return {**column, "label": label}


def list_file(kind: str, name: str, *sheets: Sheet, subject: str, state: ListState) -> Response:
    """Return a list as a file, and note in the audit trail who took how much of what, narrowed by which filters.

    What was searched for is not noted: it may be a name. Commits; raises NotFoundError for another kind of file.
    """
    if kind not in (CSV, XLSX):
        raise NotFoundError
    chosen = {} if state.only is None else {"chosen": True}
    told = {"rows": len(sheets[0].rows), "format": kind, **chosen, **state.filters}
    note_event(db_session(), "exported", subject=subject, subject_id="", changes=told)
    db_session().commit()
    return as_file(kind, name, *sheets)
