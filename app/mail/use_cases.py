"""What is done with a letter that could not be sent: it is corrected, and tried again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.mail.calendar_parts import for_another
from app.mail.failures import MailError
from app.mail.letters import NewLetter
from app.mail.queries import get_letter
from app.mail.writing import require_sendable
from models.accounts import User
from models.errors import DomainError, UnsendableLetterError
from models.outbox import OutboxMessage


def send_again(session: Session, *, actor: User, match_id: int, letter_id: int, letter: NewLetter) -> OutboxMessage:
    """Let a letter that was given up go as it has been corrected; what was held back for its sake goes too.

    Its Message-ID stays, for it has not gone. Raises NotFoundError outside the actor's scope, DomainError for a letter
    that is on its way or has gone, and UnsendableLetterError for one that could not go this time either.
    """
    kept = get_letter(session, actor, match_id, letter_id, lock=True)
    if kept.given_up_at is None or kept.sent_at is not None:
        raise DomainError
    try:
        require_sendable(to=letter.to, subject=letter.subject, body=letter.body, reply_to=kept.reply_to)
    except MailError as error:
        raise UnsendableLetterError from error
    if kept.calendar and kept.to_address != letter.to:
        kept.calendar = for_another(kept.calendar, letter.to)
    kept.to_address, kept.subject, kept.body = letter.to, letter.subject, letter.body
    kept.given_up_at = kept.last_error = kept.claimed_at = None
    kept.attempts = 0
    session.flush()
    return kept
