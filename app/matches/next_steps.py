"""What happens next in a match, and whose answer it waits for: decided, and done."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.matches.answer_tasks import hand_over_answer_tasks
from app.matches.commands import NextStepCommand
from app.matches.queries import get_shown
from app.matches.way_back import keep_way_back, rows_of
from models.accounts import User
from models.clock import now, today
from models.errors import StaleRecordError
from models.matches import Match
from models.notes import Note, NoteKind
from models.waiting import WaitingFor


def set_next_step(
    session: Session, *, actor: User, match_id: int, command: NextStepCommand, version: int | None
) -> Match:
    """Decide what happens next, or that nothing does, and whose answer is waited for.

    Raises MatchClosedError for a closed match.
    """
    match = get_shown(session, actor, match_id, version)
    before = rows_of(session, match.need_id, match.capability_id)
    _write(session, match, command)
    match.wait_for(command.waiting_for, at=now())
    keep_way_back(session, match, before)
    return match


def set_waiting(
    session: Session, *, actor: User, match_id: int, party: WaitingFor | None, version: int | None
) -> Match:
    """Say whose answer a match waits for from now on, or that it has come; raises MatchClosedError for a closed one."""
    match = get_shown(session, actor, match_id, version)
    match.require_open()
    before = rows_of(session, match.need_id, match.capability_id)
    match.wait_for(party, at=now())
    keep_way_back(session, match, before)
    return match


def finish_step(
    session: Session, *, actor: User, match_id: int, command: NextStepCommand, version: int | None
) -> Match:
    """Say that the next step is done, and in the same breath what happens now.

    What was done stays in the timeline as a task that is done. Raises StaleRecordError when somebody changed the
    match meanwhile, or nothing was left to be done.
    """
    match = get_shown(session, actor, match_id, version)
    if match.next_step is None:
        raise StaleRecordError
    before = rows_of(session, match.need_id, match.capability_id)
    session.add(
        Note(
            match_id=match.id,
            kind=NoteKind.TASK,
            happened_on=match.next_step_on or today(),
            text=match.next_step,
            author_id=actor.id,
            owner_id=match.next_step_owner_id or actor.id,
            done_at=now(),
            is_demo=match.is_demo,
        )
    )
    _write(session, match, command)
    # What was waited for has been done; the next wait is another one.
    match.stop_waiting()
    match.wait_for(command.waiting_for, at=now())
    keep_way_back(session, match, before)
    return match


def _write(session: Session, match: Match, command: NextStepCommand) -> None:
    former_id = match.next_step_owner_id
    write_next_step(match, command)
    hand_over_answer_tasks(session, match, former_id)


def write_next_step(match: Match, command: NextStepCommand) -> None:
    """Put a next step on a match, or take it away with its day and who does it; raises MatchClosedError."""
    match.require_open()
    has_step = command.next_step is not None
    match.next_step = command.next_step
    match.next_step_on = command.next_step_on if has_step else None
    match.next_step_owner_id = command.next_step_owner_id if has_step else None
