"""What a target would come to if the pace of the last months held; a forecast says what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from app.programmes.progress import DAYS_A_MONTH
from models.clock import last_of_month

# Few things are counted in a month, so that a quarter would tell of chance.
FORECAST_MONTHS = 6


def recent_pace(counted: Sequence[date], starts_on: date, on: date) -> float | None:
    """Return how many a month were counted in the last six months, or since the start; None before a month has gone."""
    began = max(starts_on, on - timedelta(days=round(FORECAST_MONTHS * DAYS_A_MONTH)))
    months = (on - began).days / DAYS_A_MONTH
    if months < 1:
        return None
    return round(sum(began < day <= on for day in counted) / months, 2)


def forecast(value: int, pace: float | None, ends_on: date, on: date) -> int | None:
    """Return what a value comes to by the programme's end at a pace (units a month), rounded down."""
    if pace is None:
        return None
    return value + int(pace * max((ends_on - on).days, 0) / DAYS_A_MONTH)


def months_between(first: date, last: date) -> list[date]:
    """Return the last day of every month from the one to the other, both ends with them."""
    days = [last_of_month(first)]
    while days[-1] < last:
        days.append(last_of_month(days[-1] + timedelta(days=1)))
    return days


def cumulative(counted: Sequence[date], ends: Sequence[date]) -> list[int]:
    """Return how many had been counted by each day."""
    return [sum(day <= end for day in counted) for end in ends]
