"""Links with which somebody chooses an account's password: single-use, short, and bound to one purpose."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.letters import write_letter
from app.addresses import host_of
from app.limits import INVITATION_LIFE, RESET_LIFE
from app.mail.links import new_seed, token_of
from app.mail.outbox import put_account_letter
from app.storage.locks import lock_rows
from models.accounts import AccountToken, CalendarFeed, TokenPurpose, User, token_hash
from models.clock import now
from models.outbox import OutboxMessage

LIVES = {TokenPurpose.INVITATION: INVITATION_LIFE, TokenPurpose.NEW_PASSWORD: RESET_LIFE}


@dataclass(frozen=True, slots=True)
class Post:
    """What letters with links are made with: the application's secret, and the address people use."""

    secret: str
    base_url: str


def send_link(session: Session, post: Post, *, user: User, purpose: TokenPurpose) -> None:
    """Put a letter with a link in the outbox, in the account's language; raises as `put_letters` does."""
    seed = new_seed()
    session.add(
        AccountToken(
            user_id=user.id,
            purpose=purpose,
            token_hash=token_hash(token_of(seed, post.secret)),
            expires_at=now() + LIVES[purpose],
        )
    )
    session.execute(sa.delete(AccountToken).where(AccountToken.expires_at < now()))
    put_account_letter(
        session,
        write_letter(user, purpose, base_url=post.base_url),
        user_id=user.id,
        link_seed=seed,
        domain=host_of(post.base_url) or "localhost",
    )
    session.flush()


def find_holder(session: Session, *, purpose: TokenPurpose, token: str) -> User | None:
    """Return whose password a link lets choose; None when it is used, too old, of another purpose or closed."""
    return session.scalar(
        sa.select(User)
        .join(AccountToken, AccountToken.user_id == User.id)
        .where(*_stands(purpose, token), User.is_active)
    )


def use_link(session: Session, *, purpose: TokenPurpose, token: str) -> User | None:
    """Use a link up and return its account; of two who use it at once one gets it. None as for `find_holder`."""
    used = session.scalar(sa.delete(AccountToken).where(*_stands(purpose, token)).returning(AccountToken.user_id))
    if used is None:
        return None
    lock_rows(session, User, [used])
    return session.scalar(sa.select(User).where(User.id == used, User.is_active))


def revoke_links(session: Session, user: User) -> None:
    """Make every link of an account worthless, its calendar's address too; letters that have not gone never go."""
    session.execute(sa.delete(CalendarFeed).where(CalendarFeed.user_id == user.id))
    session.execute(sa.delete(AccountToken).where(AccountToken.user_id == user.id))
    unsent = sa.select(OutboxMessage).where(
        OutboxMessage.user_id == user.id, OutboxMessage.link_seed.is_not(None), OutboxMessage.sent_at.is_(None)
    )
    for letter in session.scalars(unsent.order_by(OutboxMessage.id)).all():
        session.delete(letter)


def _stands(purpose: TokenPurpose, token: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        AccountToken.token_hash == token_hash(token),
        AccountToken.purpose == purpose,
        AccountToken.expires_at > now(),
    )
