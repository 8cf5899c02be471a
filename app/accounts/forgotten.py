"""A forgotten password: a letter for whoever has an account, and the same work and answer for whoever has none."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.password_links import Post, send_link, use_link
from app.accounts.use_cases import set_password
from app.storage.account_trail import note, note_address
from models.accounts import TokenPurpose, User
from models.errors import MissingAddressError, UnsendableLetterError


def ask_for_new_password(session: Session, *, email: str, post: Post, is_open: Callable[[User], bool]) -> None:
    """Put a letter with a link in the outbox when an account is open at the address.

    When there is none, the letter is written to somebody else and taken back before anybody could see it: whoever
    measures the answer learns nothing from how long it takes.
    """
    address = email.strip().casefold()
    somebody = session.scalar(sa.select(User).order_by((User.email == address).desc(), User.id).limit(1))
    holder = somebody if somebody is not None and somebody.email == address and is_open(somebody) else None
    if somebody is not None:
        trial = session.begin_nested()
        try:
            send_link(session, post, user=somebody, purpose=TokenPurpose.NEW_PASSWORD)
        except (MissingAddressError, UnsendableLetterError):
            holder = None
        if holder is None:
            trial.rollback()
        else:
            trial.commit()
    note_address(session, "password_asked", email, holder)


def choose_password(session: Session, *, purpose: TokenPurpose, token: str, password_hash: str) -> User | None:
    """Use a link up and give its account the password; None when the link opens nothing any longer."""
    user = use_link(session, purpose=purpose, token=token)
    if user is None:
        return None
    set_password(session, user, password_hash)
    note(session, "password_chosen", user, by_holder=True)
    session.flush()
    return user
