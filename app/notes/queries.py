"""Reads of notes; the office sees all of them, nobody else any."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.timeline.queries import note_read_of_need
from models.accounts import User
from models.errors import NotFoundError
from models.matches import Match
from models.notes import Note


def visible_notes(actor: User) -> sa.Select[Note]:
    """Return the selection of notes that the actor may read, those taken back too."""
    return sa.select(Note) if actor.role.is_office else sa.select(Note).where(sa.false())


def get_note(session: Session, actor: User, note_id: int) -> Note:
    """Return a note, also one that was taken back; raises NotFoundError outside the actor's scope."""
    note = session.scalar(
        visible_notes(actor)
        .where(Note.id == note_id)
        .options(joinedload(Note.need), joinedload(Note.match).joinedload(Match.need))
    )
    if note is None:
        raise NotFoundError
    note_read_of_need(session, note)
    return note
