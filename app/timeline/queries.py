"""Reads one page of a timeline: where the newest of each kind stand, and of these the newest themselves."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.limits import TIMELINE_SHOWN
from app.storage.audit import note_reading
from app.timeline.entries import EntryKind, Timeline
from app.timeline.loading import load_entries
from app.timeline.places import Place
from app.timeline.sources import newest_of
from models.accounts import User
from models.clock import day_of
from models.errors import NotFoundError
from models.notes import Note


def list_timeline(
    session: Session, actor: User, place: Place, *, kind: EntryKind | None, page: int, fields: Collection[str]
) -> Timeline:
    """Return a page of what has happened in a place, whose record is loaded; the office only, else NotFoundError.

    `fields` are the columns whose changes are told. Within a day what was recorded last stands first.
    """
    if not actor.role.is_office:
        raise NotFoundError
    last = page * TIMELINE_SHOWN
    newest = newest_of(place.kind, (kind,) if kind else tuple(EntryKind), frozenset(fields))
    rows = [] if newest is None else session.execute(newest, {"place": place.id, "most": last + 1}).all()
    rows = sorted(rows, key=lambda row: (row.day or day_of(row.moment), row.moment), reverse=True)
    shown = load_entries(session, place, rows[last - TIMELINE_SHOWN : last], fields)
    for entry in shown:
        if entry.note is not None:
            note_read_of_need(session, entry.note)
    return Timeline(shown, page, len(rows) > last)


def note_read_of_need(session: Session, note: Note) -> None:
    """Remember that whoever asks reads what was said of a need: that is as confidential as the need's own layers."""
    need = note.match.need if note.match is not None else note.need
    if need is not None:
        note_reading(session, need)
