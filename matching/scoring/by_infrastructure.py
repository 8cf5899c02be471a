"""An order of capabilities as an order of units: a unit stands where its best capability does, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from matching.results import RankedPlace


@dataclass(frozen=True, slots=True)
class InfrastructurePlace:
    """A unit's place in an order: its best capability, and the others that it has in the order, best first."""

    best: RankedPlace
    others: tuple[RankedPlace, ...]


def by_infrastructure(
    places: Iterable[RankedPlace], infrastructure_of: Callable[[str], str]
) -> list[InfrastructurePlace]:
    """Return the units of an order of capabilities, best first; a capability without a unit is one of its own.

    `infrastructure_of` gives the unit of a capability's id, or an empty text.
    """
    infrastructures: dict[str, list[RankedPlace]] = {}
    for place in places:
        infrastructures.setdefault(infrastructure_of(place.id) or f"\0{place.id}", []).append(place)
    return [InfrastructurePlace(best, tuple(others)) for best, *others in infrastructures.values()]
