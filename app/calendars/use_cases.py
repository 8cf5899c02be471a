"""What is done with the secret address of a calendar: made, made anew, and revoked."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import CALENDAR_LIFE
from app.storage.account_trail import note
from app.storage.locks import lock_rows
from models.accounts import CalendarFeed, User, token_hash
from models.clock import now


def make_feed(session: Session, actor: User) -> str:
    """Return the token of a new address for the actor's calendar; an older address shows nothing any longer.

    The token is kept nowhere: whoever loses it makes another.
    """
    lock_rows(session, User, [actor.id])
    session.execute(sa.delete(CalendarFeed).where(CalendarFeed.user_id == actor.id))
    token = secrets.token_urlsafe(32)
    session.add(CalendarFeed(user_id=actor.id, token_hash=token_hash(token), expires_at=now() + CALENDAR_LIFE))
    note(session, "calendar_made", actor)
    session.flush()
    return token


def revoke_feed(session: Session, actor: User) -> bool:
    """Let the address of the actor's calendar show nothing any longer; tell whether there was one."""
    done = session.execute(
        sa.delete(CalendarFeed).where(CalendarFeed.user_id == actor.id).returning(CalendarFeed.id)
    ).all()
    if done:
        note(session, "calendar_revoked", actor)
    return bool(done)
