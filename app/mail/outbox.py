"""The outbox: a letter is a row in the transaction of what it tells of; a sender claims it, sends it and marks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Protocol
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import MAIL_ATTEMPTS, MAIL_BATCH, MAIL_CLAIM, MAIL_WAITS
from models.clock import now
from models.errors import MissingAddressError
from models.matches import Match
from models.outbox import OutboxMessage

_ERROR_LENGTH = 300


class MailError(Exception):
    """A letter could not be handed over; the text says why and holds nothing of its content."""


class MailServerError(MailError):
    """The mail server cannot be reached at all, so that there is no use in trying the next letter now."""


class Transport(Protocol):
    """Something that takes letters: a mail server, or a folder."""

    def send(self, letter: EmailMessage) -> None:
        """Hand one letter over; raises MailError when it is not taken."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run of the sender did: letters sent, letters that failed and are tried again, letters given up."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A letter that has not been sent: how it stood when it was looked at."""

    id: int
    claimed_at: datetime | None
    attempts: int
    last_error: str | None
    is_demo: bool

    def is_due(self, at: datetime) -> bool:
        """Tell whether it may be tried now: never tried, its wait is over, or its sender seems to have died."""
        if self.attempts >= MAIL_ATTEMPTS and self.last_error is not None:
            return False
        if self.claimed_at is None:
            return True
        return self.claimed_at + self._wait() <= at

    def _wait(self) -> timedelta:
        if self.last_error is None:
            return MAIL_CLAIM
        return MAIL_WAITS[min(self.attempts, len(MAIL_WAITS)) - 1]


def put_letter(session: Session, *, match_id: int | None, to: str, subject: str, body: str, domain: str) -> None:
    """Put a letter in the outbox of this transaction; its Message-ID stays the same however often it is tried."""
    if not to:
        raise MissingAddressError
    message_id = f"<{uuid4().hex}@{domain}>"
    session.add(OutboxMessage(match_id=match_id, to_address=to, subject=subject, body=body, message_id=message_id))


def list_letters(session: Session, *, unsent_only: bool = True) -> Sequence[OutboxMessage]:
    """Return letters, the oldest first."""
    letters = sa.select(OutboxMessage).order_by(OutboxMessage.id)
    return session.scalars(letters.where(OutboxMessage.sent_at.is_(None)) if unsent_only else letters).all()


def send_waiting(
    session: Session, transport: Transport, *, demo_transport: Transport, sender: str, anyway: bool = False
) -> Sent:
    """Send every letter that is due, each in transactions of its own, and tell what became of them.

    Demo data's letters go to `demo_transport` only. `anyway` also tries letters whose wait is not over. Any number of
    senders may run at once: a letter belongs to the one whose claim changed its row.
    """
    sent = failed = given_up = 0
    for letter in _due(session, anyway=anyway):
        claimed = _claim(session, letter)
        if claimed is None:
            continue
        try:
            (demo_transport if letter.is_demo else transport).send(write_mail(claimed, sender))
        except MailError as error:
            _mark(session, claimed, error=str(error)[:_ERROR_LENGTH])
            given_up += claimed.attempts >= MAIL_ATTEMPTS
            failed += claimed.attempts < MAIL_ATTEMPTS
            if isinstance(error, MailServerError):
                break
            continue
        _mark(session, claimed, error=None)
        sent += 1
    return Sent(sent, failed, given_up)


def _due(session: Session, *, anyway: bool) -> Iterator[Waiting]:
    """Look at the letters that wait, and let go of the transaction before anything is sent."""
    unsent = (
        sa.select(
            OutboxMessage.id,
            OutboxMessage.claimed_at,
            OutboxMessage.attempts,
            OutboxMessage.last_error,
            sa.func.coalesce(Match.is_demo, sa.false()),
        )
        .join(Match, Match.id == OutboxMessage.match_id, isouter=True)
        .where(OutboxMessage.sent_at.is_(None))
        .order_by(OutboxMessage.id)
    )
    rows = [Waiting(*row) for row in session.execute(unsent)]
    session.rollback()
    at = now()
    due = [row for row in rows if row.is_due(at) or (anyway and row.last_error is not None)]
    return iter(due[:MAIL_BATCH])


def _claim(session: Session, letter: Waiting) -> OutboxMessage | None:
    """Take a letter, unless another sender did so since it was looked at; the row decides, not this process."""
    seen: sa.ColumnElement[bool] = OutboxMessage.claimed_at.is_(None)
    if letter.claimed_at is not None:
        seen = OutboxMessage.claimed_at == letter.claimed_at
    claimed = session.scalar(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id == letter.id, OutboxMessage.sent_at.is_(None), seen)
        .where(OutboxMessage.attempts == letter.attempts)
        .values(claimed_at=now(), attempts=OutboxMessage.attempts + 1, last_error=None)
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    if claimed is not None:
        # Read whole and let go, so that no transaction is open while the mail server takes its time.
        session.expunge(claimed)
    session.commit()
    return claimed


def _mark(session: Session, letter: OutboxMessage, *, error: str | None) -> None:
    values: dict[str, object] = {"last_error": error} if error else {"sent_at": now(), "last_error": None}
    session.execute(sa.update(OutboxMessage).where(OutboxMessage.id == letter.id).values(**values))
    session.commit()


def write_mail(letter: OutboxMessage, sender: str) -> EmailMessage:
    """Return a letter as it goes out; raises MailError for a header that could hold another one.

    The date is the day it was written, so that every try is the same message.
    """
    mail = EmailMessage(policy=SMTP)
    try:
        mail["From"] = sender
        mail["To"] = letter.to_address
        mail["Subject"] = letter.subject
    except (ValueError, IndexError, UnicodeError) as error:
        raise MailError("The address or the subject cannot stand in a letter.") from error
    mail["Date"] = format_datetime(letter.created_at)
    mail["Message-ID"] = letter.message_id
    # Asks other programs for no answers of their own, such as absence notices.
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.body, cte="quoted-printable")
    return mail
