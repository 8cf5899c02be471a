"""What is done with meetings: they are logged and corrected, and a held one moves its match."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.locks import lock_rows
from app.matches.commands import NextStepCommand
from app.matches.queries import get_match
from app.matches.use_cases import write_next_step
from app.meetings.commands import MeetingCommand
from app.meetings.queries import get_meeting, list_people_by_id
from models.accounts import User
from models.clock import now
from models.errors import MatchClosedError, StaleRecordError
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.needs import Need
from models.organisations import Company
from models.people import Person


def log_meeting(
    session: Session, *, actor: User, match_id: int, command: MeetingCommand, next_step: NextStepCommand | None
) -> Meeting:
    """Log a meeting, and what happens next when that was said; a held one moves the match.

    Raises NotFoundError outside the actor's scope and MatchClosedError for a closed match.
    """
    _lock(session, match_id, command)
    match = get_match(session, actor, match_id, lock=True)
    if match.stage is Stage.CLOSED:
        raise MatchClosedError
    meeting = Meeting(match_id=match.id, logged_by_id=actor.id, is_demo=match.is_demo)
    _write(session, meeting, command)
    session.add(meeting)
    if next_step is not None:
        write_next_step(match, next_step)
    _follow(match, meeting, meeting.people, actor)
    session.flush()
    return meeting


def edit_meeting(
    session: Session, *, actor: User, meeting: Meeting, command: MeetingCommand, version: int | None
) -> None:
    """Correct a meeting; one that turns out to have been held moves the match, unless it is closed.

    Raises StaleRecordError when somebody else changed it first.
    """
    _lock(session, meeting.match_id, command)
    meeting = get_meeting(session, actor, meeting.id)
    if meeting.version != version:
        raise StaleRecordError
    before = _facts(meeting)
    _write(session, meeting, command)
    if _facts(meeting) == before:
        session.flush()
        return
    _follow(meeting.match, meeting, meeting.people, actor)
    session.flush()


def _lock(session: Session, match_id: int, command: MeetingCommand) -> None:
    """Let meetings that are written at the same moment take turns: a held one is told to all of these."""
    company_id = session.scalar(sa.select(Need.company_id).join(Match).where(Match.id == match_id))
    lock_rows(session, Company, [company_id])
    lock_rows(session, Person, command.person_ids)
    lock_rows(session, Match, [match_id])


def _facts(meeting: Meeting) -> tuple[object, ...]:
    """Return what the match, the company and the people are told of a meeting."""
    return meeting.status, meeting.held_on, {person.id for person in meeting.people}


def _write(session: Session, meeting: Meeting, command: MeetingCommand) -> None:
    meeting.status = command.status
    meeting.held_on = command.held_on
    meeting.others = command.others
    meeting.minutes_used = command.minutes_used
    meeting.notes = command.notes
    meeting.people = list(list_people_by_id(session, command.person_ids))


def _follow(match: Match, meeting: Meeting, people: list[Person], actor: User) -> None:
    """Carry a held meeting on to the match, and to when the company and the people were last met."""
    if meeting.status is not MeetingStatus.HELD:
        return
    if match.stage is not Stage.CLOSED:
        match.advance(Stage.MEETING_HELD, by_id=actor.id, at=now())
    company = match.need.company
    company.last_contact_on = _latest(company.last_contact_on, meeting.held_on)
    for person in people:
        person.last_contact_on = _latest(person.last_contact_on, meeting.held_on)


def _latest(known: date | None, day: date) -> date:
    return day if known is None else max(known, day)
