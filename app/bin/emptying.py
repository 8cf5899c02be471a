"""Empties the bin: what has lain there for its days goes for good, with what belongs to it alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.files.use_cases import forget_files
from app.limits import BIN_KEPT
from models.achievements import Achievement
from models.aid import AidGrant
from models.base import Base
from models.clock import now
from models.files import RecordFile
from models.introductions import Introduction
from models.meetings import Meeting
from models.notes import Note
from models.outbox import OutboxMessage
from models.participants import Participant
from models.saved_views import ListChoice, SavedView
from models.tags import Tag, Tagging
from models.thrown import ThrownRows
from models.time_entries import TimeEntry


def empty_bin(session: Session) -> int:
    """Remove for good what was thrown away more than 30 days ago, and return how many things; commits nothing.

    What another record that stands still names stays, hidden as it is.
    """
    count = forget_files(session)
    for table, let_go in _TABLES.items():
        for row in session.scalars(sa.select(table).where(_is_over(table)).order_by(table.id)).all():
            count += let_go(session, row)
        session.flush()
    return count


def _is_over(table: Any) -> sa.ColumnElement[bool]:
    over: sa.ColumnElement[bool] = table.taken_back_at < now() - BIN_KEPT
    return over


def _note(session: Session, note: Note) -> int:
    _unname(session, Introduction.task_id, note.id)
    return _gone(session, note)


def _meeting(session: Session, meeting: Meeting) -> int:
    # Letters that went stay: they say by themselves what they were about.
    _unname(session, OutboxMessage.meeting_id, meeting.id)
    return _gone(session, meeting)


def _view(session: Session, view: SavedView) -> int:
    _unname(session, ListChoice.first_view_id, view.id)
    return _gone(session, view)


def _tag(session: Session, tag: Tag) -> int:
    """Take a tag off all that it stood on; its number stays taken, since addresses and saved views have it."""
    taggings = session.scalars(sa.select(Tagging).where(Tagging.tag_id == tag.id)).all()
    for tagging in taggings:
        session.delete(tagging)
    return 1 if taggings else 0


def _achievement(session: Session, found: Achievement) -> int:
    if session.scalar(sa.select(sa.exists().where(Achievement.network_id == found.id))):
        return 0
    for part in (Participant, RecordFile):
        for row in session.scalars(sa.select(part).where(part.achievement_id == found.id)).all():
            session.delete(row)
    session.flush()
    return _gone(session, found)


def _grant(session: Session, grant: AidGrant) -> int:
    # What was granted is kept for ten years; only what never came so far can be taken back at all.
    return 0 if grant.granted_on is not None else _gone(session, grant)


def _gone(session: Session, row: Base) -> int:
    session.delete(row)
    return 1


def _unname(session: Session, column: Any, number: int) -> None:
    for row in session.scalars(sa.select(column.class_).where(column == number)).all():
        setattr(row, column.key, None)
    session.flush()


# What is done with a row of each table when its days are over; files have rules of their own.
_TABLES: Final[dict[type[Any], Callable[[Session, Any], int]]] = {
    Note: _note,
    Meeting: _meeting,
    TimeEntry: _gone,
    SavedView: _view,
    Tag: _tag,
    Achievement: _achievement,
    AidGrant: _grant,
    ThrownRows: _gone,
}
