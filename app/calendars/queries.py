"""What stands in somebody's calendar: of the office their meetings and next steps, of a unit its meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.limits import CALENDAR_AHEAD, CALENDAR_BACK, CALENDAR_ENTRIES
from app.matches.queries import with_parties
from app.needs.infrastructure_queries import own_introductions
from models.accounts import CalendarFeed, Role, User, token_hash
from models.clock import now
from models.introductions import Introduction, introduction_stands
from models.matches import Match
from models.meetings import Meeting, MeetingStatus
from models.next_steps import does_step, step_falls


def may_follow(user: User) -> bool:
    """Tell whether a user has anything that could stand in a calendar."""
    return user.role.is_office or user.role is Role.STAFF


def find_feed(session: Session, user: User) -> CalendarFeed | None:
    """Return the address of a user's calendar as far as it is kept; None without one that works."""
    return session.scalar(
        sa.select(CalendarFeed).where(CalendarFeed.user_id == user.id, CalendarFeed.expires_at > now())
    )


def find_follower(session: Session, token: str) -> User | None:
    """Return whose calendar a token opens; None when it is revoked, too old, or of an account that is closed."""
    user = session.scalar(
        sa.select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.token_hash == token_hash(token), CalendarFeed.expires_at > now(), User.is_active)
    )
    return user if user is not None and may_follow(user) else None


def list_meetings_of(session: Session, user: User, *, today: date) -> Sequence[Meeting]:
    """Return the meetings of somebody's matches, planned or held, that a calendar needs, with both parties.

    The office's are those of matches that the user is responsible for or has planned a meeting of; a unit's those of
    introductions that stand.
    """
    if user.role.is_office:
        theirs = sa.or_(Match.owner_id == user.id, Meeting.logged_by_id == user.id)
    else:
        standing = own_introductions(user).where(introduction_stands())
        theirs = Match.id.in_(standing.with_only_columns(Introduction.match_id))
    return session.scalars(
        sa.select(Meeting)
        .join(Meeting.match)
        .where(
            theirs,
            Meeting.status.in_((MeetingStatus.PLANNED, MeetingStatus.HELD)),
            Meeting.taken_back_at.is_(None),
            Meeting.held_on.between(today - CALENDAR_BACK, today + CALENDAR_AHEAD),
        )
        .options(joinedload(Meeting.match).options(*with_parties()))
        .order_by(Meeting.held_on.desc(), Meeting.id)
        .limit(CALENDAR_ENTRIES)
    ).all()


def list_steps_of(session: Session, user: User, *, today: date) -> Sequence[Match]:
    """Return the matches whose next step is the user's and has a day, with both parties; nothing outside the office."""
    if not user.role.is_office:
        return ()
    return session.scalars(
        sa.select(Match)
        .where(
            does_step(user),
            Match.next_step.is_not(None),
            step_falls(today - CALENDAR_BACK, today + CALENDAR_AHEAD),
        )
        .options(*with_parties())
        .order_by(Match.next_step_on.desc(), Match.id)
        .limit(CALENDAR_ENTRIES)
    ).all()
