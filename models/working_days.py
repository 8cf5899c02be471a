"""Which days people in Sweden are at work: not at weekends, on public holidays, or on the eves that are kept as such.

The days are those of the law of holidays (1989:253); midsummer's, Christmas and New Year's Eve stand beside Sundays in
the law of annual leave (1977:480, 3 a §).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Final

from dateutil.easter import easter

_SATURDAY: Final = 5
# Month and day.
_FIXED: Final = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
# Good Friday, Easter Monday and Ascension Day, in days from Easter; the others are Sundays.
_OF_EASTER: Final = (-2, 1, 39)


def working_days_after(day: date, count: int) -> date:
    """Return the day that lies so many working days after another."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def weekdays_after(day: date, count: int) -> date:
    """Return the day that lies so many weekdays after another; holidays count as such, so it is never too late."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < _SATURDAY
    return day


def is_working_day(day: date) -> bool:
    """Tell whether a day is one on which work is done."""
    return day.weekday() < _SATURDAY and day not in _holidays(day.year)


@cache
def _holidays(year: int) -> frozenset[date]:
    """Return a year's holidays, as far as they may fall on a weekday."""
    sunday = easter(year)
    midsummer = next(day for day in (date(year, 6, 20 + each) for each in range(7)) if day.weekday() == _SATURDAY)
    moving = (sunday + timedelta(days=each) for each in _OF_EASTER)
    fixed = (date(year, month, day) for month, day in _FIXED)
    return frozenset((*moving, *fixed, midsummer - timedelta(days=1)))
