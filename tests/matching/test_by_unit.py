"""An order of capabilities as an order of units."""

from __future__ import annotations

from matching.results import RankedPlace
from matching.scoring.by_unit import by_unit


def test_a_unit_stands_where_its_best_capability_does() -> None:
    places = [
        RankedPlace(name, 1 - at / 10, at < 3) for at, name in enumerate(("a1", "b1", "a2", "x", "b2", "y", "a3"))
    ]
    units = by_unit(places, lambda each: {"a": "A", "b": "B"}.get(each[0], ""))
    assert [[unit.best.id, *(other.id for other in unit.others)] for unit in units] == [
        ["a1", "a2", "a3"],
        ["b1", "b2"],
        ["x"],
        ["y"],
    ]
