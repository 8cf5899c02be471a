"""The letters that wait in the outbox, and which of them may be tried now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import MAIL_BATCH, MAIL_CLAIM, MAIL_WAITS
from models.accounts import User
from models.clock import now
from models.hand_ins import HandIn
from models.matches import Match
from models.outbox import OutboxMessage
from models.report_letters import ReportLetter, ReportReceiver


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that has not been sent: how it stood when it was looked at."""

    id: int
    claimed_at: datetime | None
    attempts: int
    last_error: str | None
    given_up: bool
    together: str | None
    is_demo: bool

    def is_due(self, at: datetime) -> bool:
        """Tell whether it may be tried now: never tried, its wait is over, or its sender seems to have died."""
        if self.given_up:
            return False
        if self.claimed_at is None:
            return True
        return self.claimed_at + self._wait() <= at

    def _wait(self) -> timedelta:
        if self.last_error is None:
            return MAIL_CLAIM
        return MAIL_WAITS[min(self.attempts, len(MAIL_WAITS)) - 1]


def list_due(session: Session, *, anyway: bool) -> list[Waiting]:
    """Look at the letters that wait, and let go of the transaction before anything is sent."""
    unsent = (
        sa.select(
            OutboxMessage.id,
            OutboxMessage.claimed_at,
            OutboxMessage.attempts,
            OutboxMessage.last_error,
            OutboxMessage.given_up_at.is_not(None),
            OutboxMessage.together,
            sa.func.coalesce(Match.is_demo, User.is_demo, HandIn.is_demo, ReportReceiver.is_demo, sa.false()),
        )
        .join(Match, Match.id == OutboxMessage.match_id, isouter=True)
        .join(User, User.id == OutboxMessage.user_id, isouter=True)
        .join(HandIn, HandIn.id == OutboxMessage.hand_in_id, isouter=True)
        .join(ReportLetter, ReportLetter.id == OutboxMessage.report_letter_id, isouter=True)
        .join(ReportReceiver, ReportReceiver.id == ReportLetter.receiver_id, isouter=True)
        .where(OutboxMessage.sent_at.is_(None))
        .order_by(OutboxMessage.id)
    )
    rows = [Waiting(*row) for row in session.execute(unsent)]
    session.rollback()
    at = now()
    due = [row for row in rows if row.is_due(at) or (anyway and row.last_error is not None)]
    return [row for row in due if not _is_held_back(row, rows)][:MAIL_BATCH]


def _is_held_back(letter: Waiting, waiting: Sequence[Waiting]) -> bool:
    """Tell whether a letter waits for another that belongs with it and could not go.

    Where one of the two letters of an introduction cannot go, neither does, as long as neither has gone.
    """
    if letter.together is None or letter.given_up:
        return False
    others = [row for row in waiting if row.together == letter.together and row.id != letter.id]
    return any(row.given_up or (row.last_error and not letter.last_error) for row in others)
