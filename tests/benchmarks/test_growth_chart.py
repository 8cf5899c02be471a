"""The picture of growth: readable without its colours, and by those who cannot see it."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks.growth_chart import growth_chart

SVG = "{http://www.w3.org/2000/svg}"
SIZES = (1_000, 10_000, 50_000)
LINES = {"this <engine>": [1.5, 9.0, 41.0], "another": [2.0, 11.0, 43.0]}


def drawn() -> ElementTree.Element:
    return ElementTree.fromstring(growth_chart("Growth", "Times in words", SIZES, LINES))  # noqa: S314 - our own text


def test_it_is_named_and_described() -> None:
    root = drawn()
    names = {each.get("id"): each.text for each in root if each.tag in (f"{SVG}title", f"{SVG}desc")}
    assert [names[each] for each in str(root.get("aria-labelledby")).split()] == ["Growth", "Times in words"]


def test_every_measured_value_has_its_mark() -> None:
    root = drawn()
    assert len(root.findall(f"{SVG}circle")) == len(SIZES)
    assert len(root.findall(f"{SVG}rect")) == 1 + len(SIZES)


def test_the_lines_are_named_where_they_end_without_covering_each_other() -> None:
    heights = {each.text: float(str(each.get("y"))) for each in drawn().findall(f"{SVG}text")}
    assert abs(heights["this <engine>"] - heights["another"]) >= 32


def test_slower_is_higher_and_larger_is_further_right() -> None:
    marks = [(float(str(each.get("cx"))), float(str(each.get("cy")))) for each in drawn().findall(f"{SVG}circle")]
    assert marks == sorted(marks)
    assert [height for _, height in marks] == sorted((height for _, height in marks), reverse=True)


def test_it_needs_no_style_sheet() -> None:
    assert "style=" not in growth_chart("Growth", "", SIZES, LINES)
    assert "class=" not in growth_chart("Growth", "", SIZES, LINES)


@pytest.mark.parametrize("line", [[1.0, 2.0], [1.0, 0.0, 2.0]])
def test_a_line_with_missing_or_impossible_values_is_refused(line: list[float]) -> None:
    with pytest.raises(ValueError, match="one positive value"):
        growth_chart("Growth", "", SIZES, {"x": line})
