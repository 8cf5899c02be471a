"""The one clock: days are days in Stockholm, and nobody else asks for the time or cuts a day out of a moment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models import clock

_ROOT = Path(__file__).parents[2]
_ROOMS = ("app", "models", "matching", "seeds")
# What ruff's list of banned names cannot see: methods of a moment, which cut its day in whatever zone it stands.
_CUTS = {"date", "astimezone", "utcnow", "today", "now", "fromtimestamp", "utcfromtimestamp"}
_MAY = {
    "models/clock.py": {"date", "astimezone", "now"},
    "app/imports/read_table.py": {"date"},  # a cell's, which has no zone
    "models/base.py": {"astimezone"},  # into UTC, for the database
}


def _asked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CUTS:
            owner = node.func.value
            if not (isinstance(owner, ast.Name) and owner.id == "clock"):
                yield node.func.attr


def test_nobody_but_the_clock_asks_for_the_time_or_cuts_a_day() -> None:
    asking = {
        (name, asked)
        for room in _ROOMS
        for path in (_ROOT / room).rglob("*.py")
        for asked in _asked(path)
        if asked not in _MAY.get(name := path.relative_to(_ROOT).as_posix(), ())
    }
    assert not asking


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC), date(2026, 11, 30)),
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), date(2026, 12, 1)),  # half past midnight is not far off
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # summer time begins this night
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),  # and ends this one
        (datetime(2028, 2, 28, 23, 30, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_a_moment_falls_on_the_day_in_stockholm(monkeypatch: pytest.MonkeyPatch, moment: datetime, day: date) -> None:
    monkeypatch.setattr(clock, "hands", lambda: moment)
    assert (clock.now(), clock.today(), clock.day_of(moment)) == (moment, day, day)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 12, 31), 24)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    begins, ends = (clock.start_of(each).astimezone(UTC) for each in (day, day + timedelta(days=1)))
    assert ends - begins == timedelta(hours=hours)
    assert clock.day_of(begins) == clock.day_of(ends - timedelta(microseconds=1)) == day


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="time zone"):
        clock.day_of(datetime(2026, 11, 30, 12))  # noqa: DTZ001 - a naive moment is what is refused
