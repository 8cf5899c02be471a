"""Reads one page of a timeline: the newest of each kind, as the database orders them, and of these the newest."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.limits import TIMELINE_SHOWN
from app.timeline.entries import EntryKind, Timeline
from app.timeline.places import Place
from app.timeline.sources import NOTHING_AT, SOURCES, Asked
from models.accounts import Role, User
from models.errors import NotFoundError

OFFICE_ROLES = (Role.ADMINISTRATOR, Role.CONSULTANT)


def list_timeline(
    session: Session, actor: User, place: Place, *, kind: EntryKind | None, page: int, fields: Collection[str]
) -> Timeline:
    """Return a page of what has happened in a place, in at most nine statements; the office only, else NotFoundError.

    `fields` are the columns whose changes are told. Within a day what was recorded last stands first.
    """
    if actor.role not in OFFICE_ROLES:
        raise NotFoundError
    last = page * TIMELINE_SHOWN
    asked = Asked(session, place, [kind] if kind else list(EntryKind), fields, last + 1)
    reads = [read for read, kinds in SOURCES.items() if any(each in kinds for each in asked.kinds)]
    found = [entry for read in reads if place.kind not in NOTHING_AT.get(read, ()) for entry in read(asked)]
    found.sort(key=lambda entry: (entry.on, entry.recorded_at), reverse=True)
    return Timeline(found[last - TIMELINE_SHOWN : last], page, len(found) > last)
