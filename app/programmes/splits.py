"""Of which: the companies behind a figure by size, by area and by region; every split adds up to the figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.folding import fold
from models.smf import SizeClass

# What a split says of companies of which it does not know, and of groups that are too small to be told.
UNKNOWN: Final = "unknown"
NOT_STATED: Final = "not_stated"
FOLDED: Final = "folded"
_LAST: Final = (UNKNOWN, NOT_STATED)
# A part is a size, a word for what is not told, a county, or a programme's own group in Swedish and in English.
Part = str | tuple[str, str]
# By what something is divided, and to which part of it one company belongs.
Parts = tuple[tuple[str, Part], ...]


@dataclass(frozen=True, slots=True)
class FigureSplit:
    """A figure divided by one thing: the parts with their numbers, the largest first, sizes from the smallest."""

    by: str
    parts: tuple[tuple[Part, int], ...]


def splits_of(companies: Sequence[Parts], *, outside: bool) -> tuple[FigureSplit, ...]:
    """Divide companies, each as `Grouping.parts_of` tells it.

    `outside` puts small groups together, for those who may know nobody by name.
    """
    names = dict.fromkeys(by for parts in companies for by, _part in parts)
    told = [dict(parts) for parts in companies]
    # A figure is divided by nothing that one of its rows does not tell: each split adds up to the figure.
    return tuple(
        split(by, (each[by] for each in told), outside=outside) for by in names if all(by in each for each in told)
    )


def split(by: str, values: Iterable[Part], *, outside: bool) -> FigureSplit:
    """Divide by the values that companies have; for outsiders small groups are put together."""
    parts = _parts(by, values)
    return FigureSplit(by, folded(parts) if outside else parts)


def _parts(by: str, values: Iterable[Part]) -> tuple[tuple[Part, int], ...]:
    numbers = Counter(values)
    if by == "size":
        return tuple((size.value, numbers[size.value]) for size in SizeClass if numbers[size.value])
    return tuple(sorted(numbers.items(), key=lambda part: (part[0] in _LAST, -part[1], str(part[0]))))


def folded(parts: Sequence[tuple[Part, int]]) -> tuple[tuple[Part, int], ...]:
    """Return the parts as outsiders are told them, what is put together last."""
    told, hidden = fold(parts, _companies)
    return (*told, (FOLDED, _companies(hidden))) if hidden else tuple(told)


def _companies(parts: Sequence[tuple[Part, int]]) -> int:
    return sum(number for _name, number in parts)
