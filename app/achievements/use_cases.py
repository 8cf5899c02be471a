"""What is done with achievements: recorded, corrected, taken back and put back; lists of participants are forgotten."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.achievements.commands import AchievementCommand
from app.achievements.queries import get_achievement
from models.accounts import User
from models.achievements import Achievement, AchievementKind, count_participants
from models.base import require_unchanged
from models.clock import now
from models.programmes import Indicator


def record(
    session: Session,
    *,
    actor: User,
    kind: AchievementKind,
    command: AchievementCommand,
    indicator: Indicator | None = None,
) -> Achievement:
    """Record an achievement; one that is entered by hand says for which indicator."""
    made = Achievement(kind=kind, indicator_id=indicator.id if indicator else None, recorded_by_id=actor.id)
    _write(made, command)
    session.add(made)
    session.flush()
    return made


def correct(
    session: Session, *, actor: User, achievement_id: int, command: AchievementCommand, version: int | None
) -> None:
    """Correct an achievement; raises StaleRecordError when somebody changed it first, or it was taken back."""
    _write(_require(session, actor, achievement_id, version, taken_back=False), command)
    session.flush()


def take_back(session: Session, *, actor: User, achievement_id: int, version: int | None) -> Achievement:
    """Take an achievement out of every figure; it is kept, so that it can be put back. Raises StaleRecordError."""
    found = _require(session, actor, achievement_id, version, taken_back=False)
    found.taken_back_at = now()
    session.flush()
    return found


def put_back(session: Session, *, actor: User, achievement_id: int, version: int | None) -> None:
    """Put back an achievement that was taken back, exactly as it was; raises StaleRecordError."""
    _require(session, actor, achievement_id, version, taken_back=True).taken_back_at = None
    session.flush()


def put_participants(
    session: Session, *, actor: User, achievement_id: int, text: str, until: date, version: int | None
) -> None:
    """Let a list of participants take the place of an event's own, until a day; raises StaleRecordError."""
    found = _require(session, actor, achievement_id, version, taken_back=False)
    found.participants, found.participants_until = text or None, until
    found.participant_count = count_participants(text)
    session.flush()


def forget_participants(session: Session, *, today: date) -> int:
    """Empty the lists of participants whose day has passed, and return how many; how many came stays."""
    passed = sa.select(Achievement).where(Achievement.participants_until < today, Achievement.participants.is_not(None))
    lists = session.scalars(passed).all()
    for each in lists:
        each.participants = None
    session.flush()
    return len(lists)


def _require(
    session: Session, actor: User, achievement_id: int, version: int | None, *, taken_back: bool
) -> Achievement:
    found = get_achievement(session, actor, achievement_id)
    require_unchanged(found, version, taken_back=taken_back)
    return found


def _write(achievement: Achievement, command: AchievementCommand) -> None:
    before = achievement.participants
    for name, value in asdict(command).items():
        setattr(achievement, name, value)
    # A list that was forgotten leaves its number; one that somebody empties does not.
    if command.participants or before:
        achievement.participant_count = count_participants(command.participants)
