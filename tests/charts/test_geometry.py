"""Charts: numbers become places that stay on the paper."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.web.charts import PLOT_HEIGHT, PLOT_TOP, funnel_chart, line_chart

amounts = st.floats(0, 1e9, allow_nan=False, allow_infinity=False)


def test_the_longest_bar_reaches_the_edge() -> None:
    chart = funnel_chart("The way", "To use", [("Needs", 4), ("Uses", 1)])
    assert [row.width for row in chart.rows] == [100, 25]


def test_a_chart_of_nothing_can_be_drawn() -> None:
    assert funnel_chart("The way", "To use", []).height == 0
    assert funnel_chart("The way", "To use", [("Needs", 0), ("Uses", 0)]).rows[1].share is None
    assert line_chart("Hours", "By month", [], []).lines == ()


def test_a_stage_tells_its_share_of_the_stage_before() -> None:
    chart = funnel_chart("The way", "To use", [("Needs", 64), ("Introduced", 32), ("Used", 8)])
    assert [row.share for row in chart.rows] == [None, 50, 25]


def test_a_note_is_kept_beside_its_stage() -> None:
    chart = funnel_chart("The way", "To use", [("Needs", 4), ("Met", 2), ("Used", 1)], notes=["", "", "12 days"])
    assert [(row.note, row.share) for row in chart.rows] == [("", None), ("", None), ("12 days", None)]


def test_numbers_are_written_as_asked() -> None:
    chart = line_chart(
        "Hours", "By month", ["May"], [("Actual", [1.5])], write=lambda value: f"{value}".replace(".", ",")
    )
    assert chart.lines[0].texts == ("1,5",)


def test_the_plan_may_reach_further_than_what_has_happened() -> None:
    chart = line_chart("Hours", "By month", ["May", "June", "July"], [("Actual", [5, 9]), ("Plan", [4, 8, 12])])
    assert [len(line.points) for line in chart.lines] == [2, 3]
    assert len(chart.lines[0].segments) == 1


@given(st.lists(amounts, min_size=1, max_size=40))
def test_every_point_lies_on_the_paper_and_the_labels_do_not_crowd(values: list[float]) -> None:
    labels = [str(place) for place in range(len(values))]
    chart = line_chart("Hours", "By month", labels, [("Actual", values)])
    assert all(0 <= x <= 100 and PLOT_TOP <= y <= PLOT_TOP + PLOT_HEIGHT for x, y in chart.lines[0].points)
    assert 3 <= len(chart.y_ticks) <= 7
    assert len(chart.x_ticks) <= 7
    assert all(left.at < right.at for left, right in pairwise(chart.x_ticks))
