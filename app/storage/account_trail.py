"""What the audit trail is told of accounts: that something was done, never with which password or link."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.storage.audit import key_of, note_event
from models.accounts import User
from models.audit import keyed_digest

_SUBJECT = User.__tablename__
_SIGNS = 20  # of a digest: the same address is seen to be the same, and says no more


def note(session: Session, action: str, user: User, *, by_holder: bool = False) -> None:
    """Note what was done with an account, by whoever is signed in, or by its holder on the way in."""
    note_event(session, action, subject=_SUBJECT, subject_id=user.id, actor_id=user.id if by_holder else None)


def note_address(session: Session, action: str, email: str, user: User | None) -> None:
    """Note what was tried at an address; one without an account stands there as a keyed digest only."""
    stranger = keyed_digest(key_of(session.connection()), "address", email.strip().casefold())[:_SIGNS]
    note_event(session, action, subject=_SUBJECT, subject_id=user.id if user else f"unknown {stranger}")
