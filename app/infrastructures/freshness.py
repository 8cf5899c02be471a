"""Whether a unit has confirmed its facts lately, and when it was last asked: one rule, for pages, lists and counts."""

from __future__ import annotations

from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import ASK_AFTER, STALE_AFTER
from matching.scoring.age import is_old
from models.accounts import User
from models.clock import today as current_day
from models.fact_checks import FactCheck
from models.infrastructures import Infrastructure

# The goal is that so large a share of the units have confirmed their facts lately.
CONFIRMED_GOAL: Final = 0.9


def is_stale(confirmed_on: date | None, today: date | None = None) -> bool:
    """Tell whether facts confirmed on a day are too old, or were never confirmed; `facts_are_stale` selects by it."""
    return is_old(confirmed_on, today or current_day())


def facts_are_stale(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that `is_stale` is true of a unit's facts."""
    return sa.or_(Infrastructure.confirmed_on.is_(None), Infrastructure.confirmed_on < today - STALE_AFTER)


def facts_grow_old(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that a unit confirmed its facts so long ago that it is to be asked about them again."""
    return Infrastructure.confirmed_on < today - ASK_AFTER


def latest_check(session: Session, actor: User, infrastructure_id: int) -> FactCheck | None:
    """Return the latest letter that asked a unit, with its answer, to the office; None where none was sent."""
    asked = sa.select(FactCheck).where(
        FactCheck.infrastructure_id == infrastructure_id, sa.literal(actor.role.is_office)
    )
    return session.scalar(asked.order_by(FactCheck.id.desc()).limit(1))
