"""What is done with achievements: recorded, corrected, taken back and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from app.achievements.commands import AchievementCommand
from app.achievements.participant_use_cases import add_rows
from app.achievements.queries import get_achievement
from app.achievements.sign_ups import Came
from models.accounts import User
from models.achievements import Achievement, AchievementKind
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
    came: Sequence[Came] = (),
) -> Achievement:
    """Record an achievement; one that is entered by hand says for which indicator, and an event who came."""
    made = Achievement(kind=kind, indicator_id=indicator.id if indicator else None, recorded_by_id=actor.id)
    _write(made, command)
    session.add(made)
    session.flush()
    if came:
        add_rows(session, made, came)
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


def _require(
    session: Session, actor: User, achievement_id: int, version: int | None, *, taken_back: bool
) -> Achievement:
    found = get_achievement(session, actor, achievement_id)
    require_unchanged(found, version, taken_back=taken_back)
    return found


def _write(achievement: Achievement, command: AchievementCommand) -> None:
    for name, value in asdict(command).items():
        setattr(achievement, name, value)
