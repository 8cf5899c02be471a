"""An order of capabilities as an order of units."""

from __future__ import annotations

from matching.results import RankedPlace
from matching.scoring.by_infrastructure import by_infrastructure


def test_an_infrastructure_stands_where_its_best_capability_does() -> None:
    places = [
        RankedPlace(name, 1 - at / 10, at < 3) for at, name in enumerate(("a1", "b1", "a2", "x", "b2", "y", "a3"))
    ]
    infrastructures = by_infrastructure(places, lambda each: {"a": "A", "b": "B"}.get(each[0], ""))
    assert [
        [infrastructure.best.id, *(other.id for other in infrastructure.others)] for infrastructure in infrastructures
    ] == [
        ["a1", "a2", "a3"],
        ["b1", "b2"],
        ["x"],
        ["y"],
    ]
