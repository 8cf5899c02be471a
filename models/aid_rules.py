"""The rules of de minimis aid (Regulation (EU) 2023/2831) as pure functions: steps in order, three years, euro."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
YEARS: Final = 3
KEPT_YEARS: Final = 10


class AidStep(enum.StrEnum):
    """What is done with a support that is aid, in the order in which it is done."""

    VALUED = "valued"
    INFORMED = "informed"
    DECLARED = "declared"
    CHECKED = "checked"
    APPROVED = "approved"
    STARTED = "started"
    DELIVERED = "delivered"
    REGISTERED = "registered"


ORDER: Final = tuple(AidStep)


def rests_on(step: AidStep) -> tuple[AidStep, ...]:
    """Return the steps that come before another.

    The register is told within twenty working days of the grant (article 6), so that step waits for the approval and
    not for the delivery.
    """
    last = AidStep.STARTED if step is AidStep.REGISTERED else step
    return ORDER[: ORDER.index(last)]


def may_take(step: AidStep, taken: Collection[AidStep]) -> bool:
    """Tell whether a step can be taken: not yet taken, and all that it rests on is."""
    return step not in taken and all(each in taken for each in rests_on(step))


def may_take_back(step: AidStep, taken: Collection[AidStep]) -> bool:
    """Tell whether a step can be taken back: it stands, and nothing that stands rests on it. A value is edited."""
    built_upon = any(step in rests_on(each) for each in taken)
    return step is not AidStep.VALUED and step in taken and not built_upon


def next_step(taken: Collection[AidStep]) -> AidStep | None:
    """Return the first step that has not been taken; None when all have."""
    return next((step for step in ORDER if step not in taken), None)


def reached(taken: Collection[AidStep]) -> AidStep:
    """Return the last step that was taken with none before it missing."""
    following = next_step(taken)
    return ORDER[-1] if following is None else ORDER[max(ORDER.index(following) - 1, 0)]


def counts_until(granted_on: date, years: int = YEARS) -> date:
    """Return the last day on which aid counts: the same date three years on; of 29 February the 28th.

    The day of the grant itself is not counted (Regulation 1182/71, article 3), so on that date it still counts.
    """
    try:
        return granted_on.replace(year=granted_on.year + years)
    except ValueError:
        return granted_on.replace(year=granted_on.year + years, day=28)


def sum_on(granted: Iterable[tuple[date, Decimal]], day: date) -> Decimal:
    """Return what has been granted in the three years back from a day, in euro."""
    return sum((euro for on, euro in granted if on <= day <= counts_until(on)), Decimal(0))


def fullest(granted: Collection[tuple[date, Decimal]], day: date) -> Decimal:
    """Return the largest sum of any three years that a grant of a day lies in, in euro.

    The sum grows only on days of grants, so those that come after it within its three years are looked at as well.
    """
    days = {day, *(on for on, _euro in granted if day <= on <= counts_until(day))}
    return max(sum_on(granted, each) for each in days)


def in_euro(kronor: Decimal, rate: Decimal) -> Decimal:
    """Return kronor in euro, rounded to the nearest cent, half a cent up; `rate` is kronor for one euro."""
    return (kronor / rate).quantize(CENT, ROUND_HALF_UP)
