"""Reads of meetings; the office sees all of them, nobody else any."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.matches.queries import with_parties
from models.accounts import User
from models.errors import NotFoundError
from models.matches import Match
from models.meetings import Meeting
from models.needs import Need
from models.people import Person


def get_meeting(session: Session, actor: User, meeting_id: int) -> Meeting:
    """Return a meeting with its people and its match with both parties and steps; raises NotFoundError."""
    if not actor.role.is_office:
        raise NotFoundError
    meeting = session.scalar(
        sa.select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.match).options(
                *with_parties(), joinedload(Match.need).joinedload(Need.contact), selectinload(Match.changes)
            ),
            selectinload(Meeting.people),
        )
    )
    if meeting is None:
        raise NotFoundError
    return meeting


def list_people_by_id(session: Session, ids: Sequence[int]) -> Sequence[Person]:
    """Return people by their numbers; the form has made sure that they belong to the match."""
    return session.scalars(sa.select(Person).where(Person.id.in_(ids)).order_by(Person.name_sort, Person.id)).all()
