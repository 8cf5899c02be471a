"""Facts that grow old: from when on they are, and how much lower they then stand in an order."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from matching.arrays import BoolArray, IntArray, RowArray
from matching.profiles import CapabilityProfile

FRESH_DAYS: Final = 183
# What is old stands where this share of its score would stand. The score itself tells how well two texts meet, and
# stays: docs/decisions/0057-old-facts-stand-lower.md.
_WHOLE, _OLD = 100, 85
_NEVER: Final = 0
_SMALLEST = 64


def is_old(confirmed_on: date | None, today: date) -> bool:
    """Tell whether facts were confirmed too long ago, or never."""
    return confirmed_on is None or (today - confirmed_on).days > FRESH_DAYS


class ConfirmedDays:
    """The days on which capabilities' facts were confirmed, by row number; rows are given by the caller."""

    def __init__(self) -> None:
        self._days = np.full(_SMALLEST, _NEVER, dtype=np.int32)

    def put(self, row: int, capability: CapabilityProfile) -> None:
        """Write the day of one capability, in place of what was in the row."""
        if row >= len(self._days):
            more = max(row + 1 - len(self._days), len(self._days))
            self._days = np.concatenate([self._days, np.full(more, _NEVER, dtype=np.int32)])
        self._days[row] = capability.confirmed_on.toordinal() if capability.confirmed_on else _NEVER

    def old(self, rows: RowArray, today: date) -> BoolArray:
        """Return which of the rows hold old facts, as `is_old` tells, shape (rows,)."""
        return np.asarray(self._days[rows] < today.toordinal() - FRESH_DAYS)


def standing(scores: IntArray, old: BoolArray) -> IntArray:
    """Return what an order goes by, shape (rows,): the scores, lower for what is old; whole numbers.

    Where all or none of it is old the order is that of the scores.
    """
    return np.asarray(scores * np.where(old, _OLD, _WHOLE))
