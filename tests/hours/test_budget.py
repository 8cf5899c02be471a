"""The budget: what is left, what an even pace leaves, and how long the hours last."""

from __future__ import annotations

from datetime import date

import pytest

from app.hours.budget import Budget, make_budget
from tests import factories


def budget(minutes: dict[str, int], on: date) -> Budget:
    made = make_budget(factories.programme(), minutes, on=on)
    assert made is not None
    return made


def test_what_is_left_goes_down_month_by_month() -> None:
    made = budget({"2026-01": 600, "2026-03": 300}, date(2026, 4, 15))
    assert list(made.left) == [90, 90, 85, 85]
    assert made.months[0] == "2026-01"
    assert made.months[-1] == "2027-12"
    assert (made.used, made.used_this_year) == (15, 900)
    assert made.planned[-1] == 0
    assert made.forecast[:4] == made.left


def test_the_forecast_follows_the_last_three_whole_months() -> None:
    """Thirty hours in three months is ten a month; the month that goes on says nothing yet."""
    made = budget({"2026-01": 600, "2026-02": 600, "2026-03": 600, "2026-04": 5}, date(2026, 4, 15))
    assert made.forecast[5] == pytest.approx(made.left[-1] - 20)
    assert made.forecast[-1] == 0
    assert made.lasts_until is not None
    assert date(2026, 11, 1) < made.lasts_until < date(2026, 12, 1)


@pytest.mark.parametrize(
    ("minutes", "lasts_until"), [({}, None), ({"2026-03": 60}, None), ({"2026-01": 6000}, date(2026, 4, 15))]
)
def test_when_the_hours_end(minutes: dict[str, int], lasts_until: date | None) -> None:
    assert budget(minutes, date(2026, 4, 15)).lasts_until == lasts_until


def test_time_outside_the_programme_counts_all_the_same() -> None:
    made = budget({"2025-12": 60, "2028-01": 60}, date(2028, 2, 1))
    assert made.used == 2
    assert made.left[-1] == 98


def test_before_it_begins_everything_is_left_and_without_hours_there_is_no_budget() -> None:
    assert budget({}, date(2025, 12, 1)).left == ()
    assert make_budget(factories.programme(budget_hours=None), {}, on=date(2026, 4, 15)) is None
