"""Reads of letters that nobody will try again by themselves; the office sees them, nobody else any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.storage.locks import lock_rows
from models.accounts import User
from models.errors import NotFoundError
from models.infrastructures import Capability
from models.matches import Match, Stage
from models.needs import Need
from models.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class FailedLetter:
    """A letter that could not be sent, and the match it is about."""

    letter: OutboxMessage
    match: Match


def list_failed_letters(session: Session, actor: User) -> Sequence[FailedLetter]:
    """Return what could not be sent of the actor's matches that go on, and of those that nobody is responsible for."""
    if not actor.role.is_office:
        return []
    rows = session.execute(
        sa.select(OutboxMessage, Match)
        .join(Match, Match.id == OutboxMessage.match_id)
        .where(
            OutboxMessage.given_up_at.is_not(None),
            OutboxMessage.sent_at.is_(None),
            Match.stage != Stage.CLOSED,
            sa.or_(Match.owner_id == actor.id, Match.owner_id.is_(None), Match.owner.has(User.is_active.is_(False))),
        )
        .options(
            joinedload(Match.need).joinedload(Need.company),
            joinedload(Match.capability).joinedload(Capability.infrastructure),
        )
        .order_by(OutboxMessage.id)
    )
    return [FailedLetter(*row) for row in rows]


def get_letter(session: Session, actor: User, match_id: int, letter_id: int, *, lock: bool = False) -> OutboxMessage:
    """Return a letter about a match; raises NotFoundError outside the office, or for another match's letter."""
    if not actor.role.is_office:
        raise NotFoundError
    if lock:
        lock_rows(session, OutboxMessage, [letter_id])
    letters = sa.select(OutboxMessage).where(OutboxMessage.id == letter_id, OutboxMessage.match_id == match_id)
    letter = session.scalar(letters)
    if letter is None:
        raise NotFoundError
    return letter
