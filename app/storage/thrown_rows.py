"""Takes a thing's rows out of their tables and keeps them, and puts them back with the numbers they had."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.kept_rows import values_from
from models.accounts import User
from models.base import Base
from models.clock import now
from models.errors import NotFoundError
from models.thrown import ThrownKind, ThrownRows


def visible_thrown(actor: User) -> sa.Select[ThrownRows]:
    """Return the selection of what was taken out that the actor may see: the office all."""
    return sa.select(ThrownRows).where(sa.true() if actor.role.is_office else sa.false())


def get_thrown(session: Session, actor: User, thrown_id: int) -> ThrownRows:
    """Return one thing that was taken out; raises NotFoundError outside the actor's scope."""
    found = session.scalar(visible_thrown(actor).where(ThrownRows.id == thrown_id))
    if found is None:
        raise NotFoundError
    return found


def require_kind(thrown: ThrownRows, kind: ThrownKind) -> ThrownRows:
    """Return what was taken out where it is of a kind; raises NotFoundError for another."""
    if thrown.kind is not kind:
        raise NotFoundError
    return thrown


def keep_rows(
    session: Session, actor: User, kind: ThrownKind, of_id: int, *, is_demo: bool, rows: dict[str, Any]
) -> ThrownRows:
    """Keep the rows of a thing that is about to be taken out."""
    kept = ThrownRows(kind=kind, of_id=of_id, is_demo=is_demo, rows=rows, by_id=actor.id, taken_back_at=now())
    session.add(kept)
    return kept


def put_rows_back(session: Session, table: type[Base], kept: ThrownRows, **otherwise: Any) -> list[Any]:
    """Put a table's rows back as they were, but for what is `otherwise`; one whose number was given again gets a new.

    Whoever calls deletes what was kept.
    """
    made = []
    for number, row in sorted(kept.rows[table.__tablename__].items(), key=lambda each: int(each[0])):
        values = {**values_from(table, row), **otherwise}
        if session.get(table, int(number)) is not None:
            del values["id"]
        made.append(table(**values))
    session.add_all(made)
    session.flush()
    return made
