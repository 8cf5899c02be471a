"""What is done with meetings: planned, logged, corrected, called off and taken back; a held one moves its match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matches.answer_tasks import end_tasks_of_meeting
from app.matches.commands import NextStepCommand
from app.matches.next_steps import write_next_step
from app.matches.queries import company_of, get_match
from app.matches.seen_steps import require_seen
from app.matches.settling import settle
from app.matches.way_back import keep_way_back, rows_of
from app.meetings.commands import MeetingCommand
from app.meetings.queries import get_any_meeting, get_meeting, list_invited, list_people_by_id
from app.timeline.last_contact import following_contacts
from models.accounts import User
from models.base import require_unchanged, require_version
from models.clock import day_of, now
from models.errors import MeetingInCalendarsError
from models.matches import Match, Stage
from models.meetings import Meeting, MeetingStatus, was_held
from models.people import Person
from models.waiting import WaitingFor


def log_meeting(
    session: Session,
    *,
    actor: User,
    match_id: int,
    command: MeetingCommand,
    next_step: NextStepCommand | None,
    waiting_for: WaitingFor | None = None,
    seen_step: str = "",
) -> Meeting:
    """Plan or log a meeting, and what happens next when that was said; a held one moves the match and ends its wait.

    `seen_step` is what the form was shown with of what happens next. Raises NotFoundError outside the actor's scope,
    MatchClosedError for a closed match, and StepChangedError where somebody else decided meanwhile what happens next.
    """
    with _telling(session, match_id, command.person_ids):
        match = get_match(session, actor, match_id, lock=True)
        match.require_open()
        require_seen(match, seen_step, next_step, waiting_for)
        before = rows_of(session, match.need_id, match.capability_id)
        meeting = Meeting(match_id=match.id, logged_by_id=actor.id, is_demo=match.is_demo)
        _write(meeting, command, list_people_by_id(session, command.person_ids))
        session.add(meeting)
        if next_step is not None:
            write_next_step(match, next_step)
        _answer(match, meeting, None, waiting_for)
        _move(session, match, meeting, actor)
        end_tasks_of_meeting(session, match, meeting, None)
        keep_way_back(session, match, before)
    return meeting


def edit_meeting(
    session: Session,
    *,
    actor: User,
    meeting: Meeting,
    command: MeetingCommand,
    version: int | None,
    next_step: NextStepCommand | None = None,
    waiting_for: WaitingFor | None = None,
    seen_step: str = "",
) -> None:
    """Correct a meeting, or say what became of it; one that turns out to have been held moves the match.

    One that was not held after all takes back what it moved, unless another one was. A closed match stays as it is;
    raises MatchClosedError where something is to happen next in it, and StaleRecordError when somebody else changed
    the meeting first, or decided what happens next (StepChangedError).
    """
    match_id, meeting_id = meeting.match_id, meeting.id
    with _telling(session, match_id, [*command.person_ids, *(person.id for person in meeting.people)]):
        match = get_match(session, actor, match_id, lock=True)
        meeting = get_meeting(session, actor, meeting_id)
        require_version(meeting, version)
        require_seen(match, seen_step, next_step, waiting_for)
        kept = rows_of(session, match.need_id, match.capability_id)
        before, was = _facts(meeting), meeting.status
        _write(meeting, command, list_people_by_id(session, command.person_ids))
        if next_step is not None:
            write_next_step(match, next_step)
        _answer(match, meeting, was, waiting_for)
        if _facts(meeting) != before:
            _move(session, match, meeting, actor)
        end_tasks_of_meeting(session, match, meeting, was)
        keep_way_back(session, match, kept)


def take_back(session: Session, *, actor: User, meeting: Meeting, version: int | None) -> None:
    """Take a meeting back that should never have been written down: it is kept, and shown and counted nowhere.

    Raises StaleRecordError, and MeetingInCalendarsError while calendars of others have it: they are told first.
    """
    match_id, meeting_id = meeting.match_id, meeting.id
    with _telling(session, match_id, [person.id for person in meeting.people]):
        match = get_match(session, actor, match_id, lock=True)
        meeting = get_meeting(session, actor, meeting_id)
        require_version(meeting, version)
        if list_invited(session, meeting):
            raise MeetingInCalendarsError
        kept = rows_of(session, match.need_id, match.capability_id)
        meeting.taken_back_at = now()
        _move(session, match, meeting, actor)
        keep_way_back(session, match, kept)


def put_back(session: Session, *, actor: User, meeting: Meeting, version: int | None) -> None:
    """Put back a meeting that was taken back, as it was; one that was held moves its match, unless that is closed.

    Raises StaleRecordError.
    """
    match_id, meeting_id = meeting.match_id, meeting.id
    with _telling(session, match_id, [person.id for person in meeting.people]):
        match = get_match(session, actor, match_id, lock=True)
        meeting = get_any_meeting(session, actor, meeting_id)
        require_unchanged(meeting, version, taken_back=True)
        kept = rows_of(session, match.need_id, match.capability_id)
        meeting.taken_back_at = None
        _move(session, match, meeting, actor)
        keep_way_back(session, match, kept)


def _telling(session: Session, match_id: int, person_ids: Iterable[int]) -> AbstractContextManager[None]:
    """Let meetings that are written at the same moment take turns: a held one is told to the company and the people."""
    return following_contacts(session, companies=company_of(session, match_id), people=person_ids)


def _facts(meeting: Meeting) -> tuple[object, ...]:
    """Return what the match, the company and the people are told of a meeting."""
    return meeting.status, meeting.held_on, {person.id for person in meeting.people}


def _answer(match: Match, meeting: Meeting, was: MeetingStatus | None, waiting_for: WaitingFor | None) -> None:
    """End the wait that a meeting has answered, and begin the one that was told of with it; `was` is its old status."""
    is_news = meeting.status is MeetingStatus.HELD and was is not MeetingStatus.HELD
    if is_news and match.waiting_since is not None and meeting.held_on >= day_of(match.waiting_since):
        match.stop_waiting()
    if waiting_for is not None and match.stage is not Stage.CLOSED:
        match.wait_for(waiting_for, at=now())


def _write(meeting: Meeting, command: MeetingCommand, people: Sequence[Person]) -> None:
    meeting.status = command.status
    meeting.held_on = command.held_on
    meeting.starts_at = command.starts_at
    meeting.minutes_long = command.minutes_long
    meeting.place = command.place
    meeting.result = command.result
    meeting.others = command.others
    meeting.minutes_used = command.minutes_used
    meeting.notes = command.notes
    meeting.people = list(people)


def _move(session: Session, match: Match, meeting: Meeting, actor: User) -> None:
    """Let the match follow its meetings: forward when one was held, back when none was after all."""
    session.flush()
    held = sa.select(Meeting.id).where(Meeting.match_id == match.id, was_held())
    if session.scalar(held.limit(1)) is None:
        settle(session, match, Stage.MEETING_HELD)
    elif meeting.was_held and match.stage is not Stage.CLOSED:
        match.advance(Stage.MEETING_HELD, by_id=actor.id, at=now())
