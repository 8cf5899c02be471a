"""Rows kept as plain data before something is done with them, so that they can be put back exactly as they were."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.base import Base, UtcDateTime
from models.exact import Exact

# By table and number, each row's columns by name.
KeptRows = dict[str, dict[str, dict[str, Any]]]
# A row that is put back as it was has still been written: its version goes up, and the hour says when.
_MOVES_ON: Final = frozenset({"version", "updated_at", "sequence"})


def read_rows(
    session: Session,
    table: type[Base],
    condition: sa.ColumnElement[bool],
    *,
    only: Collection[str] | None = None,
) -> dict[str, dict[str, Any]]:
    """Return how a table's rows stand, by number: all columns, or `only` some of rows that neither come nor go."""
    columns = [column for column in table.__table__.columns if only is None or column.name in {"id", *only}]
    found = session.execute(sa.select(*columns).where(condition).order_by(table.__table__.columns["id"]))
    return {
        str(row.id): {name: plain_value(value) for name, value in row._mapping.items() if name not in _MOVES_ON}
        for row in found
    }


def digest_of(rows: KeptRows) -> str:
    """Return a digest that two states of rows share when they are the same."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def put_back(session: Session, tables: Sequence[type[Base]], current: KeptRows, before: KeptRows) -> None:
    """Make the rows stand as they did before; `tables` come children first, so that they go before what they are of."""
    for table in tables:
        now_there, was_there = current[table.__tablename__], before[table.__tablename__]
        for number in now_there.keys() - was_there.keys():
            session.delete(session.get_one(table, int(number)))
        session.flush()
        # What the match still remembers of its children is no longer so.
        session.expire_all()
    for table in reversed(tables):
        now_there, was_there = current[table.__tablename__], before[table.__tablename__]
        for number, row in sorted(was_there.items(), key=lambda each: int(each[0])):
            if number not in now_there:
                values = values_from(table, row)
                # SQLite gives a number again when the row that had it last is gone; nothing refers to those that acts
                # delete, and a new number is after all others as the old one was.
                if session.get(table, int(number)) is not None:
                    del values["id"]
                session.add(table(**values))
            elif now_there[number] != row:
                _write(session.get_one(table, int(number)), values_from(table, row))
        session.flush()


def _write(record: Base, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)


def values_from(table: type[Base], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept row's values as the table's columns have them."""
    return {name: typed_value(table.__table__.columns[name], value) for name, value in row.items()}


def typed_value(column: Any, value: Any) -> Any:
    """Return a value of a column from the plain data it was kept as."""
    if value is None:
        return None
    if isinstance(column.type, sa.Enum) and column.type.enum_class is not None:
        return column.type.enum_class(value)
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(value)
    if isinstance(column.type, sa.Time):
        return time.fromisoformat(value)
    return Decimal(value) if isinstance(value, str) and isinstance(column.type, (sa.Numeric, Exact)) else value


def plain_value(value: Any) -> Any:
    """Return a value as JSON can write it; `typed_value` gives it back."""
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
