"""How far an indicator has come, and the pace that is needed to reach its target in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.programmes.counting import Counted, count_uses
from models.programmes import CountingRule, Indicator, Programme

DAYS_A_MONTH = 365.25 / 12
# The two targets the consultant's work is measured by; the others are shown on the programme's own page.
MAIN_RULES = (CountingRule.SMF_USED, CountingRule.INFRASTRUCTURE_OPENED)


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """One indicator on one day.

    `planned` is where an even pace would be by that day, and `needed_a_month` what is needed from there on to reach
    the target in time; None when there is no target, it is reached, or the time is out.
    """

    indicator: Indicator
    counted: tuple[Counted, ...]
    planned: int | None
    needed_a_month: float | None

    @property
    def value(self) -> int:
        """Return the count."""
        return len(self.counted)

    @property
    def target(self) -> int | None:
        """Return the target as a whole number, which it is for everything that Brygga counts."""
        return None if self.indicator.target is None else int(self.indicator.target)


def measure(session: Session, programme: Programme, *, on: date) -> Sequence[IndicatorProgress]:
    """Return the progress of every indicator that Brygga counts, by its position."""
    counted = count_uses(session, programme, until=on)
    return [
        _progress(indicator, counted[indicator.rule], programme, on)
        for indicator in programme.indicators
        if indicator.rule in counted
    ]


def main_targets(progress: Sequence[IndicatorProgress]) -> list[IndicatorProgress]:
    """Return the progress toward the two main targets, of those that the programme has set."""
    return [entry for entry in progress if entry.indicator.rule in MAIN_RULES and entry.target is not None]


def _progress(indicator: Indicator, counted: tuple[Counted, ...], programme: Programme, on: date) -> IndicatorProgress:
    if indicator.target is None:
        return IndicatorProgress(indicator, counted, None, None)
    pace = needed_pace(programme, indicator.target, len(counted), on)
    return IndicatorProgress(indicator, counted, planned_by(programme, indicator.target, on), pace)


def planned_by(programme: Programme, target: Decimal, on: date) -> int:
    """Return how much of a target an even pace would have reached by a day, rounded down."""
    whole = (programme.ends_on - programme.starts_on).days + 1
    passed = min(max((on - programme.starts_on).days + 1, 0), whole)
    return int(target * passed / whole)


def needed_pace(programme: Programme, target: Decimal, reached: int, on: date) -> float | None:
    """Return how many a month are needed from a day on; None when nothing is left to do or no time to do it."""
    left = int(target) - reached
    days = (programme.ends_on - on).days
    if left <= 0 or days <= 0:
        return None
    return left / (days / DAYS_A_MONTH)
