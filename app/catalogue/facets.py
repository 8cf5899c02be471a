"""Facets: how the catalogue can be narrowed, what each entry is in each of them, and how many remain of each value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.catalogue.shapes import Entry, PublicCapability, PublicInfrastructure

FACETS: Final = ("field", "method", "quality", "access", "campus", "companies")

Chosen = Mapping[str, frozenset[str]]


def values_of(
    infrastructure: PublicInfrastructure, capability: PublicCapability | None
) -> Mapping[str, frozenset[str]]:
    """Return what a line of the catalogue is in each facet; what nobody knows is in none."""
    concepts = capability.concepts if capability else ()
    form = capability.service_form if capability else None
    return {
        "field": frozenset(concept.category for concept in concepts),
        "method": frozenset(concept.key for concept in concepts),
        "quality": frozenset(capability.quality or ()) if capability else frozenset(),
        "access": frozenset([form.value]) if form else frozenset(),
        "campus": frozenset([infrastructure.campus]) if infrastructure.campus else frozenset(),
        "companies": frozenset([infrastructure.open_to_companies.value]),
    }


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The entries that are left, in their order, and for each facet how many infrastructures each value would leave."""

    entries: Sequence[Entry]
    counts: Mapping[str, Mapping[str, int]]


def narrow(entries: Iterable[Entry], chosen: Chosen) -> Narrowed:
    """Return what is left of some entries: any of the values of one facet, and something of every facet chosen.

    A facet's own choice does not narrow its counts, so that a second value of it shows what it would add.
    """
    left: list[Entry] = []
    met: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in FACETS}
    for entry in entries:
        misses = [name for name, values in chosen.items() if not values & entry.values[name]]
        if not misses:
            left.append(entry)
        if len(misses) > 1:
            continue
        for name in misses or FACETS:
            for value in entry.values[name]:
                met[name][value].add(entry.infrastructure.key)
    counts = {name: {value: len(keys) for value, keys in values.items()} for name, values in met.items()}
    return Narrowed(left, counts)
