"""When a company and its people were last met: the last meeting that was held, or the day somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.matches import Match
from models.meetings import Meeting, MeetingStatus, meeting_person
from models.needs import Need
from models.organisations import Company
from models.people import Person

Met = Company | Person


@contextmanager
def following_meetings(session: Session, met: Iterable[Met]) -> Iterator[None]:
    """Change meetings of a company and of people within, and let their last contact follow.

    A day that no meeting explains was written by somebody: it is kept, and stands again when a later meeting turns
    out not to have been held.
    """
    everybody = set(met)
    for each in everybody:
        if each.last_contact_on is not None and each.last_contact_on != _last_held(session, each):
            each.contact_said_on = each.last_contact_on
    yield
    session.flush()
    for each in everybody:
        days = [day for day in (each.contact_said_on, _last_held(session, each)) if day is not None]
        each.last_contact_on = max(days, default=None)


def _last_held(session: Session, met: Met) -> date | None:
    held = sa.select(sa.func.max(Meeting.held_on)).where(Meeting.status == MeetingStatus.HELD)
    if isinstance(met, Person):
        return session.scalar(held.join(meeting_person).where(meeting_person.c.person_id == met.id))
    return session.scalar(held.join(Meeting.match).join(Match.need).where(Need.company_id == met.id))
