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
from models.outbox import CalendarMethod, OutboxMessage
from models.people import Person


def visible_meetings(actor: User) -> sa.Select[Meeting]:
    """Return the selection of the meetings that the actor may see, those taken back too: the office all."""
    return sa.select(Meeting).where(sa.true() if actor.role.is_office else sa.false())


def get_meeting(session: Session, actor: User, meeting_id: int) -> Meeting:
    """Return a meeting with its people and its match with both parties and steps; raises NotFoundError."""
    meeting = get_any_meeting(session, actor, meeting_id)
    if meeting.taken_back_at is not None:
        raise NotFoundError
    return meeting


def get_any_meeting(session: Session, actor: User, meeting_id: int) -> Meeting:
    """Return a meeting as `get_meeting` does, also one that was taken back; raises NotFoundError."""
    meeting = session.scalar(
        visible_meetings(actor)
        .where(Meeting.id == meeting_id)
        .options(
            joinedload(Meeting.match).options(
                *with_parties(), joinedload(Match.need).joinedload(Need.contact), selectinload(Match.changes)
            ),
            selectinload(Meeting.people),
            joinedload(Meeting.logged_by),
        )
    )
    if meeting is None:
        raise NotFoundError
    return meeting


def list_invited(session: Session, meeting: Meeting) -> dict[str, OutboxMessage]:
    """Return the letter of each address whose calendar has a meeting or soon will: the last one, by address."""
    letters = session.scalars(
        sa.select(OutboxMessage)
        .where(OutboxMessage.meeting_id == meeting.id, OutboxMessage.calendar_method.is_not(None))
        .where(sa.or_(OutboxMessage.given_up_at.is_(None), OutboxMessage.sent_at.is_not(None)))
        .order_by(OutboxMessage.id)
    )
    last = {letter.to_address.casefold(): letter for letter in letters}
    return {address: letter for address, letter in last.items() if letter.calendar_method is CalendarMethod.REQUEST}


def list_people_by_id(session: Session, ids: Sequence[int]) -> Sequence[Person]:
    """Return people by their numbers; the form has made sure that they belong to the match."""
    return session.scalars(sa.select(Person).where(Person.id.in_(ids)).order_by(Person.name_sort, Person.id)).all()
