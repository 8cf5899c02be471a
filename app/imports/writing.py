"""A checked file is written in one transaction, whole or not at all, with what leads back from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.imports.checking import PlannedRow
from app.imports.outcomes import CREATE, UPDATE
from app.imports.rules import KindRules
from app.imports.standing import ROLE, standing, written_with
from app.storage.locks import lock_rows
from app.storage.pieces import in_pieces
from models.base import Base
from models.imports import Import, ImportedRow

AT_ONCE: Final = 500
Told = Callable[[int], None]


def write_rows(
    session: Session, record: Import, rules: KindRules, rows: Sequence[PlannedRow], told: Told
) -> dict[str, int]:
    """Write the rows of a file, and return how many records were made and changed; flushes and does not commit.

    The rules hold what is on record now: whoever calls has seen to it that nothing has changed since.
    """
    changing = [row for row in rows if row.do == UPDATE]
    creating = [row for row in rows if row.do == CREATE]
    lock_rows(session, rules.record, [row.record_id for row in changing])
    changed = 0
    for some in in_pieces(changing, AT_ONCE):
        changed += _change(session, record.id, rules, some)
        told(len(some))
    _create(session, record.id, rules, creating, told)
    return {CREATE: sum(row.joins is None for row in creating), UPDATE: changed}


def loaded_with(record: type[Base], names: Iterable[str]) -> list[ORMOption]:
    """Return what loads a record's links with it."""
    return [selectinload(getattr(record, name)) for name in names]


def _create(session: Session, import_id: int, rules: KindRules, rows: Sequence[PlannedRow], told: Told) -> None:
    joining: dict[int, list[PlannedRow]] = {}
    for row in rows:
        if row.joins is not None:
            joining.setdefault(row.joins, []).append(row)
    for some in in_pieces((row for row in rows if row.joins is None), AT_ONCE):
        made = []
        for row in some:
            new = rules.create(session, rules.typed(row.values))
            for further in joining.get(row.row, ()):
                rules.join(new, rules.typed(further.values))
            made.append((row, new))
        session.add_all(new for _row, new in made)
        session.flush()
        _keep(session, import_id, [(row.row, new, True, {}, standing(new, ["version"])) for row, new in made])
        let_go(session)
        told(len(some))


def _change(session: Session, import_id: int, rules: KindRules, rows: Sequence[PlannedRow]) -> int:
    asked = sa.select(rules.record).where(rules.record.id.in_([row.record_id for row in rows]))  # type: ignore[attr-defined]
    found: dict[int, Any] = {
        each.id: each  # type: ignore[attr-defined]  # every kind of record has a number
        for each in session.scalars(asked.options(*loaded_with(rules.record, rules.links)))
    }
    written = []
    for row in rows:
        number = row.record_id or 0
        # A name that was only nearly right is not written over the one on record.
        values = {key: value for key, value in row.values.items() if not (row.alike and key == rules.name_key)}
        if changes := rules.changes(number, rules.typed(values)):
            one = found[number]
            keys = written_with(one, changes)
            role = changes.get(ROLE, {}).get("id")
            before = standing(one, keys, role)
            rules.apply(session, one, changes)
            written.append((row.row, one, keys, role, before))
    session.flush()
    _keep(
        session,
        import_id,
        [
            (row, one, False, before, standing(one, keys, _role_of(one, role) if ROLE in keys else None))
            for row, one, keys, role, before in written
        ],
    )
    let_go(session)
    return len(written)


def _role_of(record: Any, role: int | None) -> int | None:
    """Return the role that was written: the one that was there, else the one that was made last."""
    return role or max(each.id for each in record.roles)


def _keep(session: Session, import_id: int, rows: Iterable[tuple[int, Any, bool, Any, Any]]) -> None:
    kept = [
        {
            "import_id": import_id,
            "row_number": row,
            "record_id": record.id,
            "is_new": is_new,
            "before": before,
            "after": after,
            "is_kept": False,
        }
        for row, record, is_new, before, after in rows
    ]
    if kept:
        session.execute(sa.insert(ImportedRow), kept)


def let_go(session: Session) -> None:
    """Forget the records that have been written: a session that holds thousands looks at all of them each time."""
    for each in list(session.identity_map.values()):
        # A part goes with its whole.
        if each in session and not isinstance(each, Import):
            session.expunge(each)
