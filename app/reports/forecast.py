"""What a target would come to if the pace of the last months held; a forecast says what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.programmes.progress import DAYS_A_MONTH
from models.clock import last_of_month

# What was counted on a day, and how much: one, or the amount that was entered.
Dated = tuple[date, int | float]
# Few things are counted in a month, so that a quarter would tell of chance.
FORECAST_MONTHS = 6


def recent_pace(counted: Sequence[Dated], starts_on: date, on: date) -> float | None:
    """Return how much a month was counted in the last six months, or since the start; None before a month has gone."""
    began = max(starts_on, on - timedelta(days=round(FORECAST_MONTHS * DAYS_A_MONTH)))
    months = (on - began).days / DAYS_A_MONTH
    if months < 1:
        return None
    return round(sum(amount for day, amount in counted if began < day <= on) / months, 2)


def forecast(value: float, pace: float | None, ends_on: date, on: date, *, whole: bool = True) -> int | float | None:
    """Return what a value comes to by the programme's end at a pace (units a month), rounded down to whole ones.

    What is not counted in `whole` ones is rounded to hundredths. None once the programme has ended: then what was
    counted is all there is.
    """
    if pace is None or on >= ends_on:
        return None
    reached = value + pace * (ends_on - on).days / DAYS_A_MONTH
    return int(reached) if whole else round(reached, 2)


def months_between(first: date, last: date) -> list[date]:
    """Return the last day of every month from the one to the other, both ends with them."""
    days = [last_of_month(first)]
    while days[-1] < last:
        days.append(last_of_month(days[-1] + timedelta(days=1)))
    return days


def cumulative(counted: Sequence[Dated], ends: Sequence[date]) -> list[int | float]:
    """Return how much had been counted by each day."""
    return [sum(amount for day, amount in counted if day <= end) for end in ends]
