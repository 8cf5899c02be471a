"""Reads one page of a timeline: the newest of each kind, as the database orders them, and of these the newest."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy.orm import Session

from app.limits import TIMELINE_SHOWN
from app.storage.audit import note_reading
from app.timeline.entries import EntryKind, FieldsChange, Happening, Timeline
from app.timeline.places import Place
from app.timeline.sources import SourceQuery, entries_of
from models.accounts import User
from models.clock import day_of
from models.errors import NotFoundError
from models.notes import Note


def list_timeline(
    session: Session, actor: User, place: Place, *, kind: EntryKind | None, page: int, fields: Collection[str]
) -> Timeline:
    """Return a page of what has happened in a place, in one statement; the office only, else NotFoundError.

    `fields` are the columns whose changes are told. Within a day what was recorded last stands first.
    """
    if not actor.role.is_office:
        raise NotFoundError
    last = page * TIMELINE_SHOWN
    statement = entries_of(SourceQuery(place, [kind] if kind else list(EntryKind), fields, last + 1))
    rows = () if statement is None else session.execute(statement).unique()
    found = [entry for row in rows for entry in _entry(row, fields)]
    found.sort(key=lambda entry: (entry.on, entry.recorded_at), reverse=True)
    shown = found[last - TIMELINE_SHOWN : last]
    for entry in shown:
        if entry.note is not None:
            note_read_of_need(session, entry.note)
    return Timeline(shown, page, len(found) > last)


def note_read_of_need(session: Session, note: Note) -> None:
    """Remember that whoever asks reads what was said of a need: that is as confidential as the need's own layers."""
    need = note.match.need if note.match is not None else note.need
    if need is not None:
        note_reading(session, need)


def _entry(row: Any, fields: Collection[str]) -> Iterator[Happening]:
    note, need, step, meeting, use, letter, audited, who, match = row
    if note is not None:
        yield Happening(note.happened_on, note.created_at, match, note=note)
    elif need is not None:
        yield Happening(need.opened_on, need.created_at, need=need)
    elif step is not None:
        yield Happening(day_of(step.at), step.at, match, step=step)
    elif meeting is not None:
        yield Happening(meeting.held_on, meeting.created_at, match, meeting=meeting)
    elif use is not None:
        yield Happening(use.started_on, use.created_at, match, use=use)
    elif letter is not None:
        yield Happening(day_of(letter.created_at), letter.created_at, match, letter=letter)
    elif audited is not None:
        values = {name: value for name, value in audited.changes.items() if name in fields}
        yield Happening(day_of(audited.at), audited.at, change=FieldsChange(who, values))
