"""The one clock: what moment it is, and which day a moment belongs to. A day is a day in Stockholm."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TIME_ZONE = ZoneInfo("Europe/Stockholm")


def _read() -> datetime:
    return datetime.now(UTC)


# A test sets the hands; everything else reads them through `now` and `today`.
hands: Callable[[], datetime] = _read


def now() -> datetime:
    """Return this moment, aware and in UTC."""
    return hands()


def today() -> date:
    """Return today's date in Stockholm."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the day in Stockholm on which an aware moment falls."""
    return local(moment).date()


def local(moment: datetime) -> datetime:
    """Return an aware moment as the clocks in Stockholm show it; a naive one raises ValueError, for it may be any."""
    if moment.tzinfo is None:
        raise ValueError("A moment must carry its time zone before it has a day.")
    return moment.astimezone(TIME_ZONE)


def moment_of(day: date, at: time) -> datetime:
    """Return the moment, in UTC, when the clocks in Stockholm show a time; where they show it twice, the first."""
    return datetime.combine(day, at, TIME_ZONE).astimezone(UTC)


def moment_on(day: date) -> datetime:
    """Return this moment for today, and noon of another day: when on it something happened is not asked."""
    return now() if day == today() else moment_of(day, time(12))


def start_of(day: date) -> datetime:
    """Return the first moment of a day in Stockholm; the day before ends there, be it 23, 24 or 25 hours long."""
    return datetime.combine(day, time(), TIME_ZONE)


def last_of_month(day: date) -> date:
    """Return the last day of the month that a day lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_of(day: date) -> date:
    """Return the first day of the quarter that a day lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def days_since(moment: datetime, today: date) -> int:
    """Return how many days ago a moment was, by the calendar in Stockholm."""
    return (today - day_of(moment)).days
