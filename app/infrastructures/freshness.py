"""Whether a unit has confirmed its facts lately: one rule, for pages and for the lists and counts that select by it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from app.limits import STALE_AFTER
from models.clock import today as current_day
from models.infrastructures import Infrastructure


def is_stale(confirmed_on: date | None, today: date | None = None) -> bool:
    """Tell whether facts confirmed on a day are too old, or were never confirmed; `facts_are_stale` selects by it."""
    return confirmed_on is None or confirmed_on < (today or current_day()) - STALE_AFTER


def facts_are_stale(today: date) -> sa.ColumnElement[bool]:
    """Return the condition that `is_stale` is true of a unit's facts."""
    return sa.or_(Infrastructure.confirmed_on.is_(None), Infrastructure.confirmed_on < today - STALE_AFTER)
