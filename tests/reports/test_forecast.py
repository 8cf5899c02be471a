"""A forecast is the pace of the last months carried on, and nothing before a month has gone."""

from __future__ import annotations

from datetime import date

import pytest

from app.reports.forecast import cumulative, forecast, months_between, recent_pace
from app.web.bar_charts import Held, held_chart

START, END = date(2025, 2, 3), date(2027, 10, 31)


@pytest.mark.parametrize(
    ("counted", "on", "pace"),
    [
        ([], date(2026, 10, 31), 0.0),
        ([date(2026, 9, 1)] * 6, date(2026, 10, 31), 1.0),
        ([date(2025, 3, 1)] * 6, date(2026, 10, 31), 0.0),
        ([date(2025, 2, 20)], date(2025, 2, 28), None),
        ([date(2025, 2, 20)], date(2025, 4, 5), 0.5),
    ],
)
def test_the_pace_is_that_of_the_last_six_months(counted: list[date], on: date, pace: float | None) -> None:
    assert recent_pace([(day, 1) for day in counted], START, on) == pace


def test_a_forecast_rounds_down_and_stops_at_the_end() -> None:
    assert forecast(5, 0.5, END, date(2026, 10, 31)) == 10
    assert forecast(5, 0.5, END, date(2028, 1, 1)) is None
    assert forecast(5, None, END, date(2026, 10, 31)) is None
    half_a_post = recent_pace([(date(2026, 9, 1), 1.5), (date(2026, 10, 1), 1.5)], START, date(2026, 10, 31))
    assert half_a_post == 0.5
    assert forecast(2.25, half_a_post, END, date(2026, 10, 31), whole=False) == 8.25


def test_months_run_to_the_last_and_counts_add_up() -> None:
    ends = months_between(date(2026, 1, 15), date(2026, 3, 31))
    assert ends == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert cumulative([(date(2026, 1, 31), 1), (date(2026, 2, 1), 0.5)], ends) == [1, 1.5, 1.5]


def test_a_bar_never_leaves_its_paper() -> None:
    rows = [
        Held("a", "3", 3, 10, ("3",), planned=5, forecast=14),
        Held("b", "12", 12, 10, ("12",)),
        Held("c", "0", 0, 0, ("0",)),
    ]
    chart = held_chart("t", "d", rows, heads=["x", "y"])
    for row in chart.rows:
        assert 0 <= row.width + (row.forecast or 0) <= 80
        assert row.track <= 80
        assert row.mark is None or row.mark <= 80
