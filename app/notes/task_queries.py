"""Reads of tasks: what is to be done by whom and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app.limits import WEEK
from app.notes.queries import visible_notes
from app.storage.listing import ListState, Page, count_each, fetch_page
from app.timeline.queries import note_read_of_need
from models.accounts import User
from models.infrastructures import Capability
from models.matches import Match
from models.needs import Need
from models.notes import Note, NoteKind

SORTS: Final = ("due", "done")


def _tasks(actor: User) -> sa.Select[Note]:
    return visible_notes(actor).where(Note.kind == NoteKind.TASK, Note.taken_back_at.is_(None))


def with_places() -> tuple[_AbstractLoad, ...]:
    """Return what names the record that a task was written on."""
    return (
        joinedload(Note.owner),
        joinedload(Note.company),
        joinedload(Note.person),
        joinedload(Note.infrastructure),
        joinedload(Note.need).joinedload(Need.company),
        joinedload(Note.match).joinedload(Match.need).joinedload(Need.company),
        joinedload(Note.match).joinedload(Match.capability).joinedload(Capability.infrastructure),
    )


def preset_conditions(actor: User, *, today: date) -> dict[str, sa.ColumnElement[bool]]:
    """Return what each saved view narrows the tasks to; "" is the actor's own that are to be done."""
    to_do = Note.done_at.is_(None)
    mine = sa.and_(to_do, Note.owner_id == actor.id)
    return {
        "": mine,
        "late": sa.and_(mine, Note.happened_on < today),
        "today": sa.and_(mine, Note.happened_on == today),
        "week": sa.and_(mine, Note.happened_on.between(today, today + WEEK)),
        "all": to_do,
        "done": Note.done_at.is_not(None),
    }


def count_presets(session: Session, actor: User, *, today: date) -> dict[str, int]:
    """Return how many tasks each saved view holds."""
    return count_each(
        session,
        ("task presets", actor.id, today),
        lambda: _tasks(actor),
        lambda: preset_conditions(actor, today=today),
    )


def list_tasks(session: Session, actor: User, state: ListState, *, today: date) -> Page[Note]:
    """Return one page of tasks with their owners and the records they were written on."""
    rows = _tasks(actor).options(*with_places())
    rows = rows.where(preset_conditions(actor, today=today)[state.filters.get("show", "")])
    if owner := state.filters.get("owner"):
        rows = rows.where(Note.owner_id == int(owner))
    orders = {"due": Note.happened_on, "done": Note.done_at}
    page = fetch_page(session, rows, state, orders=orders, tie=Note.id, kept_as=("tasks", actor.id, today))
    _note_readings(session, page.rows)
    return page


def list_due(session: Session, actor: User, *, today: date, most: int) -> tuple[Sequence[Note], int]:
    """Return the actor's tasks that are late or due within a week, the oldest first, and how many there are in all."""
    mine = preset_conditions(actor, today=today)[""]
    due = _tasks(actor).where(mine, Note.happened_on <= today + WEEK).options(*with_places())
    counted = due.add_columns(sa.func.count().over()).order_by(Note.happened_on, Note.id).limit(most)
    rows = session.execute(counted).all()
    found = [note for note, _count in rows]
    _note_readings(session, found)
    return found, rows[0][1] if rows else 0


def count_due(session: Session, actor: User, *, today: date) -> int:
    """Return how many of the actor's tasks are late or for today."""
    mine = preset_conditions(actor, today=today)[""]
    due = _tasks(actor).where(mine, Note.happened_on <= today).with_only_columns(sa.func.count())
    return session.scalar(due) or 0


def _note_readings(session: Session, tasks: Sequence[Note]) -> None:
    for task in tasks:
        note_read_of_need(session, task)
