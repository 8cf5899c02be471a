"""Of which: the companies behind a figure by size, by area and by region; every split adds up to the figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.folding import fold
from models.municipalities import county_of
from models.organisations import Company
from models.smf import SizeClass, class_on

# What a split says of companies of which it does not know, and of groups that are too small to be told.
UNKNOWN: Final = "unknown"
FOLDED: Final = "folded"
BY: Final = ("size", "area", "region")


@dataclass(frozen=True, slots=True)
class FigureSplit:
    """A figure divided by one thing: the parts with their numbers, the largest first, sizes from the smallest."""

    by: str
    parts: tuple[tuple[str, int], ...]


def splits_of(companies: Sequence[tuple[Company | None, date]], *, outside: bool) -> list[FigureSplit]:
    """Divide companies, each as it was on the day from which it counts; None stands for one that is not recorded.

    `outside` puts small groups together, for those who may know nobody by name.
    """
    if not companies:
        return []
    return [split(by, (_value(by, company, on) for company, on in companies), outside=outside) for by in BY]


def split(by: str, values: Iterable[str], *, outside: bool) -> FigureSplit:
    """Divide by the values that companies have; for outsiders small groups are put together."""
    parts = _parts(by, values)
    return FigureSplit(by, folded(parts) if outside else parts)


def _value(by: str, company: Company | None, on: date) -> str:
    if company is None:
        return UNKNOWN
    if by == "size":
        return class_on(company.declarations, on).value
    return (company.field if by == "area" else county_of(company.municipality)) or UNKNOWN


def _parts(by: str, values: Iterable[str]) -> tuple[tuple[str, int], ...]:
    numbers = Counter(values)
    if by == "size":
        return tuple((size.value, numbers[size.value]) for size in SizeClass if numbers[size.value])
    return tuple(sorted(numbers.items(), key=lambda part: (part[0] == UNKNOWN, -part[1], part[0])))


def folded(parts: Sequence[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the parts as outsiders are told them, what is put together last."""
    told, hidden = fold(parts, _companies)
    return (*told, (FOLDED, _companies(hidden))) if hidden else tuple(told)


def _companies(parts: Sequence[tuple[str, int]]) -> int:
    return sum(number for _name, number in parts)
