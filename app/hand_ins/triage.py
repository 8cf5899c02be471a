"""What the office does with a need that was handed in: it takes it up, asks, declines, and undoes the last of these."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.password_links import Post
from app.hand_ins import acceptance, letters, words
from app.hand_ins.limits import ANSWER_WORKING_DAYS
from app.hand_ins.queries import get_hand_in
from app.hand_ins.stopping import stop_letters
from app.matches.commands import LetterCommand
from models.accounts import User
from models.base import require_version
from models.clock import day_of, now
from models.errors import BuiltUponError, StaleRecordError
from models.hand_ins import WAITING_FOR_US, HandIn, HandInPurpose, HandInQuestion, HandInState
from models.working_days import working_days_after


def take_up(session: Session, *, actor: User, hand_in_id: int, version: int | None) -> HandIn:
    """Say that the actor looks at a need; the company sees who. Raises StaleRecordError when it waits no longer."""
    found = _get(session, actor, hand_in_id, version, WAITING_FOR_US)
    found.state, found.owner_id = HandInState.TAKEN_UP, actor.id
    session.flush()
    return found


def ask(
    session: Session,
    post: Post,
    *,
    actor: User,
    hand_in_id: int,
    text: str,
    letter: LetterCommand,
    version: int | None,
) -> HandIn:
    """Ask the company something; its `letter` leads to the question."""
    found = _get(session, actor, hand_in_id, version, WAITING_FOR_US)
    found.state_before, found.state = found.state, HandInState.ASKED_BACK
    found.owner_id = found.owner_id or actor.id
    # Its letter is put in the outbox after it, so that an undo finds that.
    session.add(HandInQuestion(hand_in_id=found.id, text=text, by_id=actor.id, asked_at=now()))
    session.flush()
    letters.put(session, post, hand_in=found, letter=letter, purpose=HandInPurpose.OWN, actor=actor)
    session.flush()
    return found


def decline(
    session: Session,
    post: Post,
    *,
    actor: User,
    hand_in_id: int,
    reason: str,
    letter: LetterCommand,
    version: int | None,
) -> HandIn:
    """Decline a need; the company reads why on its own page."""
    found = _get(session, actor, hand_in_id, version, (*WAITING_FOR_US, HandInState.ASKED_BACK))
    found.state_before, found.state = found.state, HandInState.DECLINED
    found.decline_reason, found.decided_at, found.owner_id = reason, now(), found.owner_id or actor.id
    letters.put(session, post, hand_in=found, letter=letter, purpose=HandInPurpose.OWN, actor=actor)
    session.flush()
    return found


def undo(session: Session, post: Post, *, actor: User, hand_in_id: int, version: int | None) -> bool:
    """Put a need back to what it was before what the office did last; tell whether the company had been told of that.

    A letter that has not gone never goes; where it has gone, another says that it no longer holds. Raises
    BuiltUponError when somebody has built on what was done.
    """
    found = get_hand_in(session, actor, hand_in_id)
    since = _done_at(found)
    told = since is not None and stop_letters(session, hand_in_id, since=since)
    found = get_hand_in(session, actor, hand_in_id)
    require_version(found, version)
    told_words = words.question_taken_back if found.state is HandInState.ASKED_BACK else words.looked_at_again
    if found.state is HandInState.ACCEPTED:
        acceptance.take_back(session, found)
        found = get_hand_in(session, actor, hand_in_id)
    _put_back(session, found)
    if told:
        letters.send(session, post, hand_in=found, words=told_words, purpose=HandInPurpose.OWN, actor=actor)
    session.flush()
    return told


def _get(
    session: Session, actor: User, hand_in_id: int, version: int | None, states: tuple[HandInState, ...]
) -> HandIn:
    found = get_hand_in(session, actor, hand_in_id)
    require_version(found, version)
    if found.state not in states:
        raise StaleRecordError
    return found


def _done_at(found: HandIn) -> datetime | None:
    """Return when what the office did last was done, as far as the company was told of it."""
    if found.state is HandInState.ASKED_BACK and found.open_question:
        return found.open_question.asked_at
    return found.decided_at if found.state in (HandInState.ACCEPTED, HandInState.DECLINED) else None


def _put_back(session: Session, found: HandIn) -> None:
    if found.state is HandInState.TAKEN_UP:
        found.state, found.owner_id = HandInState.RECEIVED, None
        return
    if found.state is HandInState.ASKED_BACK and found.open_question:
        session.delete(found.open_question)
    elif found.state not in (HandInState.ACCEPTED, HandInState.DECLINED):
        raise BuiltUponError
    found.state, found.state_before = found.state_before or HandInState.TAKEN_UP, None
    found.decided_at = found.decline_reason = None
    if found.state is HandInState.RECEIVED:
        found.owner_id = None
    if found.state in WAITING_FOR_US:
        found.answer_by = working_days_after(day_of(now()), ANSWER_WORKING_DAYS)
