"""How far an indicator has come, and the pace that is needed to reach its target in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal

from sqlalchemy.orm import Session

from app.folding import summed
from app.programmes.achievement_counting import CountedAchievement, count_achievements
from app.programmes.counting import Counted, count_uses
from models.programmes import CountingRule, Indicator, Programme

DAYS_A_MONTH = 365.25 / 12
# From here on a tenth says nothing: hours, kronor.
_LARGE = 1_000
# The two targets the consultant's work is measured by; the others are shown on the programme's own page.
MAIN_RULES = (CountingRule.SMF_USED, CountingRule.INFRASTRUCTURE_OPENED)


@dataclass(frozen=True, slots=True)
class IndicatorProgress:
    """One indicator on one day: the uses or the achievements that make it up, whichever its rule counts.

    `planned` is where an even pace would be by that day, and `needed_a_month` what is needed from there on to reach
    the target in time; None when there is no target, it is reached, or the time is out. `withheld` entries are not
    added up for who is told of no few companies.
    """

    indicator: Indicator
    counted: tuple[Counted, ...]
    achieved: tuple[CountedAchievement, ...]
    planned: int | float | None
    needed_a_month: float | None
    withheld: int = 0

    @property
    def value(self) -> int | Decimal:
        """Return the count, or the sum of what was entered by hand."""
        if self.indicator.rule is not CountingRule.REPORTED:
            return len(self.counted) + len(self.achieved)
        return _whole(sum((each.amount for each in self.achieved), Decimal(0)))

    @property
    def target(self) -> int | None:
        """Return the target as a whole number, which all are that the programmes have set."""
        return None if self.indicator.target is None else int(self.indicator.target)


def _whole(number: Decimal) -> int | Decimal:
    return number if number % 1 else int(number)


def measure(session: Session, programme: Programme, *, on: date) -> Sequence[IndicatorProgress]:
    """Return the progress of every indicator, by its position."""
    of_uses = {entry.indicator.code: entry for entry in measure_uses(session, programme, on=on)}
    achieved = count_achievements(session, programme, until=on)
    return [
        of_uses.get(indicator.code) or _progress(indicator, (), achieved[indicator.code], programme, on)
        for indicator in programme.indicators
    ]


def told_outside(entry: IndicatorProgress, programme: Programme, *, on: date) -> IndicatorProgress:
    """Return the progress as outsiders are told it: a sum without the amounts of too few companies."""
    if entry.indicator.rule is not CountingRule.REPORTED:
        return entry
    achieved = tuple(summed(entry.achieved, lambda each: each.name or None))
    told = _progress(entry.indicator, (), achieved, programme, on)
    return replace(told, withheld=len(entry.achieved) - len(achieved))


def measure_uses(session: Session, programme: Programme, *, on: date) -> Sequence[IndicatorProgress]:
    """Return the progress of the indicators that uses make up, by their position."""
    used = count_uses(session, programme, until=on)
    return [
        _progress(indicator, used[indicator.rule], (), programme, on)
        for indicator in programme.indicators
        if indicator.rule in used
    ]


def main_targets(progress: Sequence[IndicatorProgress]) -> list[IndicatorProgress]:
    """Return the progress toward the two main targets, of those that the programme has set."""
    return [entry for entry in progress if entry.indicator.rule in MAIN_RULES and entry.target is not None]


def _progress(
    indicator: Indicator,
    counted: tuple[Counted, ...],
    achieved: tuple[CountedAchievement, ...],
    programme: Programme,
    on: date,
) -> IndicatorProgress:
    bare = IndicatorProgress(indicator, counted, achieved, None, None)
    if indicator.target is None:
        return bare
    pace = needed_pace(programme, indicator.target, bare.value, on)
    return replace(bare, planned=planned_by(programme, indicator.target, on), needed_a_month=pace)


def planned_by(programme: Programme, target: Decimal, on: date) -> int | float:
    """Return how much of a target an even pace would have reached by a day, to a tenth; of a large one, to a whole.

    It is rounded up: who has three where the pace asks for a little more is behind it, and is told so.
    """
    whole = (programme.ends_on - programme.starts_on).days + 1
    passed = min(max((on - programme.starts_on).days + 1, 0), whole)
    step = Decimal(1) if target >= _LARGE else Decimal("0.1")
    planned = (Decimal(target) * passed / whole).quantize(step, ROUND_CEILING)
    return int(planned) if planned == int(planned) else float(planned)


def needed_pace(programme: Programme, target: Decimal, reached: int | Decimal, on: date) -> float | None:
    """Return how many a month are needed from a day on; None when nothing is left to do or no time to do it."""
    left = float(target - reached)
    days = (programme.ends_on - on).days
    if left <= 0 or days <= 0:
        return None
    return left / (days / DAYS_A_MONTH)
