"""The outbox: a letter is a row in the transaction of what it tells of; a sender claims it, sends it and marks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from email.message import EmailMessage
from typing import Protocol
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.email_addresses import AddressError, read_email
from app.limits import MAIL_ATTEMPTS
from app.mail.failures import MailError, MailServerError
from app.mail.letters import NewLetter, calendar_columns
from app.mail.links import fill_in
from app.mail.waiting import Waiting, list_due
from app.mail.writing import require_sendable, write_mail
from app.storage.audit import note_event
from models.clock import now
from models.errors import MissingAddressError, UnsendableLetterError
from models.outbox import OutboxMessage

_ERROR_LENGTH = 300


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


def put_letters(
    session: Session,
    letters: Sequence[NewLetter],
    *,
    match_id: int | None,
    domain: str,
    reply_to: str | None = None,
    user_id: int | None = None,
    hand_in_id: int | None = None,
    report_letter_id: int | None = None,
) -> None:
    """Put letters that belong together in the outbox of this transaction: all of them, or none.

    Each is written for trial as it will be sent. Raises MissingAddressError for a letter to nobody and
    UnsendableLetterError for one that could not go; then none does. Message-IDs stay the same however often a letter is
    tried.
    """
    reply_to = _readable(reply_to)
    for letter in letters:
        if not letter.to:
            raise MissingAddressError
        try:
            require_sendable(to=letter.to, subject=letter.subject, body=letter.body, reply_to=reply_to)
        except MailError as error:
            raise UnsendableLetterError from error
    together = uuid4().hex if len(letters) > 1 else None
    session.add_all(
        OutboxMessage(
            match_id=match_id,
            user_id=user_id,
            hand_in_id=hand_in_id,
            report_letter_id=report_letter_id,
            link_seed=letter.link_seed,
            to_address=letter.to,
            subject=letter.subject,
            body=letter.body,
            reply_to=reply_to,
            together=together,
            message_id=f"<{uuid4().hex}@{domain}>",
            **calendar_columns(letter.calendar),
        )
        for letter in letters
    )


def _readable(address: str | None) -> str | None:
    """Return an address to answer to, or none where an account has one that nothing can be sent to."""
    try:
        return read_email(address) if address else None
    except AddressError:
        return None


def put_letter(
    session: Session,
    *,
    match_id: int | None,
    to: str,
    subject: str,
    body: str,
    domain: str,
    reply_to: str | None = None,
) -> None:
    """Put one letter in the outbox of this transaction; raises as `put_letters` does."""
    put_letters(session, [NewLetter(to, subject, body)], match_id=match_id, domain=domain, reply_to=reply_to)


def put_account_letter(session: Session, letter: NewLetter, *, user_id: int, link_seed: str, domain: str) -> None:
    """Put a letter with a link for the holder of an account in the outbox; raises as `put_letters` does."""
    put_letters(session, [replace(letter, link_seed=link_seed)], match_id=None, domain=domain, user_id=user_id)


def list_letters(session: Session, *, unsent_only: bool = True) -> Sequence[OutboxMessage]:
    """Return letters, the oldest first."""
    letters = sa.select(OutboxMessage).order_by(OutboxMessage.id)
    return session.scalars(letters.where(OutboxMessage.sent_at.is_(None)) if unsent_only else letters).all()


def send_waiting(
    session: Session,
    transport: Transport,
    *,
    demo_transport: Transport,
    sender: str,
    secret: str = "",
    anyway: bool = False,
) -> Sent:
    """Send every letter that is due, each in transactions of its own, and tell what became of them.

    Demo data's letters go to `demo_transport` only. The application's `secret` makes the links in letters that open
    accounts. `anyway` also tries letters whose wait is not over. Any number of
    senders may run at once: a letter belongs to the one whose claim changed its row.
    """
    sent = failed = given_up = 0
    stopped: set[str] = set()
    for letter in list_due(session, anyway=anyway):
        claimed = None if letter.together in stopped else _claim(session, letter)
        if claimed is None:
            continue
        try:
            (demo_transport if letter.is_demo else transport).send(write_mail(fill_in(claimed, secret), sender))
        except MailError as error:
            is_over = error.is_final or claimed.attempts >= MAIL_ATTEMPTS
            _mark_failed(session, claimed, error, is_over=is_over)
            given_up += is_over
            failed += not is_over
            stopped |= {letter.together} if letter.together else set()
            if isinstance(error, MailServerError):
                break
            continue
        _mark_sent(session, claimed)
        sent += 1
    return Sent(sent, failed, given_up)


def _claim(session: Session, letter: Waiting) -> OutboxMessage | None:
    """Take a letter, unless another sender did so since it was looked at; the row decides, not this process."""
    seen: sa.ColumnElement[bool] = OutboxMessage.claimed_at.is_(None)
    if letter.claimed_at is not None:
        seen = OutboxMessage.claimed_at == letter.claimed_at
    claimed = session.scalar(
        sa.update(OutboxMessage)
        .where(OutboxMessage.id == letter.id, OutboxMessage.sent_at.is_(None), seen)
        .where(OutboxMessage.attempts == letter.attempts)
        .values(claimed_at=now(), attempts=OutboxMessage.attempts + 1, last_error=None, given_up_at=None)
        .returning(OutboxMessage)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    if claimed is not None:
        # Read whole and let go, so that no transaction is open while the mail server takes its time.
        session.expunge(claimed)
    session.commit()
    return claimed


def _mark_sent(session: Session, letter: OutboxMessage) -> None:
    _mark(session, letter, "sent", sent_at=now(), last_error=None)


def _mark_failed(session: Session, letter: OutboxMessage, error: MailError, *, is_over: bool) -> None:
    """Keep why as a code, for every reader's own language."""
    values = {"last_error": str(error)[:_ERROR_LENGTH], "given_up_at": now() if is_over else None}
    _mark(session, letter, "given_up" if is_over else None, **values)


def _mark(session: Session, letter: OutboxMessage, event: str | None, **values: object) -> None:
    """Write what became of a letter; the audit trail tells the end of it, not each try."""
    session.execute(sa.update(OutboxMessage).where(OutboxMessage.id == letter.id).values(**values))
    if event:
        note_event(session, event, subject=OutboxMessage.__tablename__, subject_id=letter.id)
    session.commit()
