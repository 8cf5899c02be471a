"""When a company and its people were last spoken with: at a meeting, by a call or an e-mail, or as somebody wrote.

A note belongs to them as their timelines show it, so what counts here is what stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.locks import lock_rows
from app.timeline.places import Place, PlaceKind, meetings_at, notes_at
from models.meetings import Meeting, MeetingStatus
from models.notes import CONTACTS, Note
from models.organisations import Company
from models.people import Person

Spoken = Company | Person


@contextmanager
def following_contacts(session: Session, *, companies: Iterable[int], people: Iterable[int] = ()) -> Iterator[None]:
    """Change meetings, notes and roles of companies and people within, and let their last contact follow.

    They are locked first, companies before people, so that those who write of the same ones take turns; a match is
    locked within. What the session has read is read anew, so nothing may be changed before. A day that no meeting and
    no note explains was written by somebody: it is kept, and stands again when a later meeting turns out not to have
    been held, or a later note is taken back.
    """
    everybody: list[Spoken] = []
    for record, ids in ((Company, set(companies)), (Person, set(people))):
        lock_rows(session, record, ids)
        everybody += session.scalars(sa.select(record).where(record.id.in_(ids))) if ids else []
    for each in everybody:
        if each.last_contact_on is not None and each.last_contact_on != _last_spoken(session, each):
            each.contact_said_on = each.last_contact_on
    yield
    session.flush()
    for each in everybody:
        days = [day for day in (each.contact_said_on, _last_spoken(session, each)) if day is not None]
        each.last_contact_on = max(days, default=None)
    session.flush()


def _last_spoken(session: Session, spoken: Spoken) -> date | None:
    place = Place(PlaceKind.COMPANY if isinstance(spoken, Company) else PlaceKind.PERSON, spoken.id)
    held = sa.select(Meeting.held_on.label("day")).where(Meeting.status == MeetingStatus.HELD, meetings_at(place))
    noted = sa.select(Note.happened_on.label("day")).where(Note.kind.in_(CONTACTS), notes_at(place))
    days = sa.union_all(held, noted).subquery()
    last: date | None = session.scalar(sa.select(sa.func.max(days.c.day)))
    return last
