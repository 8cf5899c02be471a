"""An import is taken back: what it made goes, what it changed stands as before, and what was built on since stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.imports.rules import KindRules
from app.imports.standing import MADE, ROLE, put_columns_back, standing
from app.imports.writing import AT_ONCE, let_go, loaded_with
from app.storage.kept_rows import plain_value
from app.storage.locks import lock_rows
from app.storage.pieces import in_pieces
from models.base import Base
from models.imports import Import, ImportedRow

_CASCADES: Final = "CASCADE"


@dataclass(slots=True)
class TakenBack:
    """How many records went and how many stand as before, and the rows whose records were left as they are."""

    gone: int = 0
    back: int = 0
    kept: list[int] = field(default_factory=list)


def undo_rows(session: Session, record: Import, rules: type[KindRules], told: Callable[[int], None]) -> TakenBack:
    """Take back what an import did; flushes and does not commit.

    A record that the import made goes only while it is as it was made and nothing refers to it; of one that it changed
    the columns go back only while they all stand as the import left them.
    """
    rows = session.execute(
        sa.select(ImportedRow.id, ImportedRow.record_id, ImportedRow.is_new, ImportedRow.before, ImportedRow.after)
        .where(ImportedRow.import_id == record.id)
        .order_by(ImportedRow.id.desc())
    ).all()
    lock_rows(session, rules.record, [row.record_id for row in rows])
    done = TakenBack()
    for some in in_pieces(rows, AT_ONCE):
        _remove(session, rules.record, [row for row in some if row.is_new], done)
        _put_back(session, rules, [row for row in some if not row.is_new], done)
        told(len(some))
    for kept in in_pieces(done.kept, AT_ONCE):
        session.execute(sa.update(ImportedRow).where(ImportedRow.id.in_(kept)).values(is_kept=True))
    return done


def _remove(session: Session, record: type[Any], rows: Sequence[Any], done: TakenBack) -> None:
    parts = [each.key for each in sa.inspect(record).relationships if each.uselist]
    found = _load(session, record, rows, parts)
    same = {row.record_id for row in rows if row.record_id in found and _is_as_made(found[row.record_id], row.after)}
    named = _referred_to(session, record, same)
    for row in rows:
        if row.record_id in same - named:
            session.delete(found[row.record_id])
            done.gone += 1
        elif _is_there(found, row):
            done.kept.append(row.id)
    session.flush()
    let_go(session)


def _is_as_made(record: Any, after: Any) -> bool:
    return bool(standing(record, ["version"]) == after)


def _referred_to(session: Session, record: type[Base], numbers: set[int]) -> set[int]:
    """Return those of the numbers that other rows name, but for what goes with a record."""
    found: set[int] = set()
    own = {each.mapper.local_table for each in sa.inspect(record).relationships if "delete-orphan" in each.cascade}
    links = {each.secondary for each in sa.inspect(record).relationships if each.secondary is not None}
    for table in record.metadata.sorted_tables:
        if table in own or table in links:
            continue
        for foreign in table.foreign_keys:
            if foreign.column.table is record.__table__ and foreign.ondelete != _CASCADES and numbers:
                column = foreign.parent
                found |= set(session.scalars(sa.select(column).where(column.in_(numbers)).distinct()))
    return found


def _put_back(session: Session, rules: type[KindRules], rows: Sequence[Any], done: TakenBack) -> None:
    found = _load(session, rules.record, rows, rules.links)
    for row in rows:
        if not _is_there(found, row):
            continue
        record = found[row.record_id]
        role = (row.after.get(ROLE) or {}).get("id")
        if standing(record, [key for key in row.after if key != MADE], role) == row.after:
            put_columns_back(session, record, row.before, row.after)
            done.back += 1
        else:
            done.kept.append(row.id)
    session.flush()
    let_go(session)


def _is_there(found: Mapping[int, Any], row: Any) -> bool:
    """Tell whether a record is there, and not another that was given its number."""
    record = found.get(row.record_id)
    return record is not None and bool(plain_value(record.created_at) == row.after[MADE])


def _load(session: Session, record: type[Any], rows: Sequence[Any], links: Sequence[str]) -> dict[int, Any]:
    asked = sa.select(record).where(record.id.in_([row.record_id for row in rows]))
    return {each.id: each for each in session.scalars(asked.options(*loaded_with(record, links)))} if rows else {}
