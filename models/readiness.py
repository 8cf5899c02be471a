"""The readiness ladder: fourteen items, one gate, and the lowest item decides the level."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, Protocol

ITEM_COUNT = 14
CORE_ITEMS = range(1, 9)
CORE_LEVEL = 3
OTHER_LEVEL = 2
REVIEWED_LEVEL = 4
# For so long a review by a second person holds.
REVIEW_HOLDS: Final = timedelta(days=365)


class Item(Protocol):
    """What the gate reads of a readiness item; `level` None is not applicable."""

    number: int
    level: int | None


class DatedItem(Item, Protocol):
    """What is asked of an item with its days."""

    due_on: date | None
    checked_on: date | None


def item_passes(number: int, level: int | None) -> bool:
    """Tell whether one item is good enough for the gate; the first eight may not be left as not applicable."""
    if number in CORE_ITEMS:
        return level is not None and level >= CORE_LEVEL
    return level is None or level >= OTHER_LEVEL


def gate_passed(items: Iterable[Item]) -> bool:
    """Tell whether "Öppen för företag" is reached: items 1-8 at 3 or more, the rest at 2 or more or not applicable."""
    levels = {item.number: item.level for item in items}
    return all(number in levels and item_passes(number, levels[number]) for number in range(1, ITEM_COUNT + 1))


def passed_count(items: Iterable[Item]) -> int:
    """Return how many of the fourteen items are good enough for the gate."""
    return sum(item_passes(item.number, item.level) for item in items)


def overall_level(items: Iterable[Item]) -> int:
    """Return the lowest applicable level, never an average; 0 while an item is missing."""
    levels = {item.number: item.level for item in items}
    if len(levels) < ITEM_COUNT:
        return 0
    return min((level for level in levels.values() if level is not None), default=0)


def is_overdue(item: DatedItem, today: date) -> bool:
    """Tell whether an item should have been good enough for the gate by a day that is over."""
    return item.due_on is not None and item.due_on < today and not item_passes(item.number, item.level)


def next_review(item: DatedItem) -> date | None:
    """Return the day by which an item is to be reviewed anew; None while nobody has reviewed what stands."""
    return item.checked_on + REVIEW_HOLDS if item.checked_on else None


def lacks_review(item: DatedItem, today: date) -> bool:
    """Tell whether an item is said to be reviewed within a year, which level 4 means, and was not."""
    return item.level == REVIEWED_LEVEL and (item.checked_on is None or item.checked_on < today - REVIEW_HOLDS)
