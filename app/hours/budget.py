"""A programme's hours held against its budget: what is used, what is left, and how long it lasts at today's pace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.limits import MINUTES_AN_HOUR
from app.programmes.progress import DAYS_A_MONTH
from models.clock import last_of_month
from models.programmes import Programme

# A month more or less tells little of the pace; a quarter does.
PACE_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Budget:
    """The hours of a programme on one day.

    `months` are the programme's, `left` the hours left at the end of each that has begun, `planned` those that an even
    pace leaves at the end of each, and `forecast` those that the pace of the last months would leave, from now on
    (before that, what is left). `lasts_until` is when none would be left, None when they last the programme out.
    """

    hours: int
    used_minutes: int
    used_this_year: int
    hours_a_year: int | None
    months: tuple[str, ...]
    left: tuple[float, ...]
    planned: tuple[float, ...]
    forecast: tuple[float, ...]
    lasts_until: date | None

    @property
    def used(self) -> float:
        """Return the hours used."""
        return self.used_minutes / MINUTES_AN_HOUR

    @property
    def ran_out(self) -> str | None:
        """Return the month, as 2026-11, by whose end no hours were left; None while there are some."""
        return next((month for month, left in zip(self.months, self.left, strict=False) if left <= 0), None)

    @property
    def left_over(self) -> int:
        """Return the hours that the pace of the last months would leave when the programme ends, rounded down."""
        return int(self.forecast[-1]) if self.forecast else self.hours

    @property
    def planned_now(self) -> int:
        """Return how many hours an even pace would have used by the end of this month."""
        return round(self.hours - self.planned[len(self.left) - 1]) if self.left else 0


def make_budget(programme: Programme, minutes: Mapping[str, int], *, on: date) -> Budget | None:
    """Return a programme's hours on a day from its minutes by month ("2026-11"); None for one without a budget.

    Minutes before the programme's first month or after its last count all the same: they were spent.
    """
    if not programme.budget_hours:
        return None
    months = _months(programme.starts_on, programme.ends_on)
    begun = [month for month in months if month <= f"{on:%Y-%m}"]
    spent = [sum(used for each, used in minutes.items() if each <= month) / MINUTES_AN_HOUR for month in begun]
    if begun and begun[-1] == months[-1]:
        spent[-1] = sum(minutes.values()) / MINUTES_AN_HOUR
    left = [programme.budget_hours - hours for hours in spent]
    pace = _pace(minutes, begun if on == last_of_month(on) else begun[:-1])
    to_come = len(months) - len(begun)
    last = left[-1] if left else float(programme.budget_hours)
    ahead = [max(min(0.0, last), last - pace * (turn + 1)) for turn in range(to_come)]
    return Budget(
        hours=programme.budget_hours,
        used_minutes=sum(minutes.values()),
        used_this_year=sum(used for month, used in minutes.items() if month.startswith(f"{on.year}-")),
        hours_a_year=programme.budget_hours_a_year,
        months=tuple(months),
        left=tuple(left),
        planned=tuple(programme.budget_hours * (1 - (turn + 1) / len(months)) for turn in range(len(months))),
        forecast=(*left, *ahead),
        lasts_until=_end(last, pace, on, programme.ends_on),
    )


def _pace(minutes: Mapping[str, int], gone: list[str]) -> float:
    """Return the hours a month of the last whole months; the month that goes on says too little yet."""
    whole = gone[-PACE_MONTHS:]
    return sum(minutes.get(month, 0) for month in whole) / MINUTES_AN_HOUR / len(whole) if whole else 0.0


def _end(left: float, pace: float, on: date, ends_on: date) -> date | None:
    if left <= 0:
        return on
    if pace <= 0 or left / pace > (ends_on - on).days / DAYS_A_MONTH:
        return None
    return on + timedelta(days=round(left / pace * DAYS_A_MONTH))


def _months(first: date, last: date) -> list[str]:
    months, day = [f"{first:%Y-%m}"], last_of_month(first)
    while day < last:
        day = last_of_month(day + timedelta(days=1))
        months.append(f"{day:%Y-%m}")
    return months
