"""Reads of the bin: what an actor may put back, the last first, with who threw it away and until when it lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.bin.kinds import KINDS, BinKind
from app.bin.words import Where
from app.limits import BIN_KEPT
from app.storage.listing import ListState, Page
from app.timeline.queries import note_read_of_need
from models.accounts import User
from models.audit import AuditEntry
from models.clock import now
from models.notes import Note
from models.thrown import ThrownRows

SORTS = ("thrown",)


@dataclass(frozen=True, slots=True)
class Thrown:
    """One thing in the bin; `by` is None where it was nobody who had signed in."""

    key: str
    id: int
    version: int
    title: str
    beside: str
    where: Where
    by: str | None
    at: datetime
    is_demo: bool

    @property
    def kind(self) -> BinKind:
        """Return what it is."""
        return KINDS[self.key]

    @property
    def until(self) -> datetime:
        """Return when it goes for good."""
        return self.at + BIN_KEPT


def in_bin(key: str, actor: User) -> sa.Select[Any]:
    """Return the selection of a kind's rows that lie in the bin and that the actor may put back."""
    kind = KINDS[key]
    return kind.visible(actor).where(kind.table.taken_back_at >= now() - BIN_KEPT, kind.narrowed())


def list_bin(session: Session, actor: User, state: ListState) -> Page[Thrown]:
    """Return one page of the bin, what was thrown away last first."""
    keys = [asked] if (asked := state.filters.get("kind")) else list(KINDS)
    parts = [
        in_bin(key, actor).with_only_columns(
            sa.literal(key).label("key"), KINDS[key].table.id.label("id"), KINDS[key].table.taken_back_at.label("at")
        )
        for key in keys
    ]
    lying = sa.union_all(*parts).subquery()
    total = session.scalar(sa.select(sa.func.count()).select_from(lying)) or 0
    number = state.page_among(total)
    order = lying.c.at if not state.descending else lying.c.at.desc()
    placed = session.execute(
        sa.select(lying.c.key, lying.c.id)
        .order_by(order, lying.c.key, lying.c.id)
        .limit(state.per_page)
        .offset((number - 1) * state.per_page)
    ).all()
    found = _load(session, actor, [(row.key, row.id) for row in placed])
    return Page(found, total, replace(state, page=number), state.per_page)


def _load(session: Session, actor: User, placed: Sequence[tuple[str, int]]) -> list[Thrown]:
    rows: dict[tuple[str, int], Any] = {}
    for key in dict.fromkeys(key for key, _number in placed):
        kind = KINDS[key]
        numbers = [number for each, number in placed if each == key]
        loaded = session.scalars(in_bin(key, actor).where(kind.table.id.in_(numbers)).options(*kind.loads()))
        rows |= {(key, row.id): row for row in loaded.unique()}
    for row in rows.values():
        if isinstance(row, Note):
            note_read_of_need(session, row)
    by = _who(session, [(KINDS[key].table.__tablename__, row.id) for (key, _number), row in rows.items()])
    return [_thrown(key, rows[key, number], by) for key, number in placed if (key, number) in rows]


def _thrown(key: str, row: Any, by: Mapping[tuple[str, int], str]) -> Thrown:
    kind = KINDS[key]
    return Thrown(
        key=key,
        id=row.id,
        version=row.version,
        title=kind.title(row),
        beside=kind.beside(row),
        where=kind.place(row),
        by=_name_of(row.by) if isinstance(row, ThrownRows) else by.get((kind.table.__tablename__, row.id)),
        at=row.taken_back_at,
        is_demo=getattr(row, "is_demo", False),
    )


def _name_of(user: User | None) -> str | None:
    return user.name if user else None


def _who(session: Session, rows: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return who threw rows away, by table and number: the audit trail knows, and the last time is the one meant."""
    if not rows:
        return {}
    subjects = [(table, str(number)) for table, number in rows]
    told = session.execute(
        sa.select(AuditEntry.subject, AuditEntry.subject_id, User.name)
        .join(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.subject_id.in_({number for _table, number in subjects}),
            sa.tuple_(AuditEntry.subject, AuditEntry.subject_id).in_(subjects),
            AuditEntry.action == "update",
            sa.cast(AuditEntry.changes, sa.Text).contains('"taken_back_at"'),
        )
        .order_by(AuditEntry.id)
    )
    return {(table, int(number)): name for table, number, name in told}
