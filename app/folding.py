"""Which parts of a whole and which amounts outsiders may be told, so that no subtraction leaves a few companies."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from app.limits import FOLDED_UNDER

T = TypeVar("T")


def fold(parts: Sequence[T], companies: Callable[[Sequence[T]], int]) -> tuple[list[T], list[T]]:
    """Return the parts that are told and those that are put together, each in their order.

    `companies` says how many companies some parts concern together. A part of fewer than three is put together with
    others, and one that is larger as well where what is put together would else be fewer than three: it is what
    remains of the whole when all that is told is taken from it.
    """
    told = [part for part in parts if companies([part]) >= FOLDED_UNDER]
    hidden = [part for part in parts if part not in told]
    while hidden and told and companies(hidden) < FOLDED_UNDER:
        smallest = min(told, key=lambda part: companies([part]))
        told.remove(smallest)
        hidden.append(smallest)
    return told, hidden


def summed(entries: Sequence[T], whose: Callable[[T], Hashable | None]) -> list[T]:
    """Return of entries with amounts, the earliest first, those whose sum may be told.

    `whose` says which company an entry is about; what is about none may be told. The others are told when three
    companies have come together since the last that were: so the sums of two days differ by three companies at least,
    or not at all.
    """
    told: set[int] = set()
    waiting: dict[int, Hashable] = {}
    for place, entry in enumerate(entries):
        if (company := whose(entry)) is None:
            told.add(place)
        else:
            waiting[place] = company
        if len(set(waiting.values())) >= FOLDED_UNDER:
            told |= waiting.keys()
            waiting.clear()
    return [entry for place, entry in enumerate(entries) if place in told]
