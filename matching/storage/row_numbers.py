"""Rows of an index that grows, shrinks and is edited in place: one edit costs one edit, never a rebuild."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from matching.arrays import BoolArray

_SMALLEST_CAPACITY = 64


class RowNumbers:
    """Gives every id a row number; a removed id's row is given to the next new id.

    Row numbers are stable as long as their id stays, so that arrays by row need no moving.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._row: dict[str, int] = {}
        self._ids: list[str | None] = []
        self._free: list[int] = []
        self._used = np.zeros(_SMALLEST_CAPACITY, dtype=np.bool_)
        for each in ids:
            self.put(each)

    def __len__(self) -> int:
        return len(self._row)

    def __contains__(self, each: object) -> bool:
        return each in self._row

    @property
    def height(self) -> int:
        """How many rows are in use or free; arrays by row are this long."""
        return len(self._ids)

    def put(self, new: str) -> int:
        """Return the row of an id, a free or a new one when it had none."""
        if new in self._row:
            return self._row[new]
        if self._free:
            row = self._free.pop()
            self._ids[row] = new
        else:
            row = len(self._ids)
            self._ids.append(new)
            if row >= len(self._used):
                self._used = np.concatenate([self._used, np.zeros(len(self._used), dtype=np.bool_)])
        self._row[new] = row
        self._used[row] = True
        return row

    def remove(self, gone: str) -> int | None:
        """Free the row of an id and return it; None when the id was not there."""
        row = self._row.pop(gone, None)
        if row is not None:
            self._ids[row] = None
            self._free.append(row)
            self._used[row] = False
        return row

    def find(self, each: str) -> int | None:
        """Return the row of an id, or None."""
        return self._row.get(each)

    def items(self) -> Iterable[tuple[str, int]]:
        """Return (id, row) of all that are there, in the order in which they came."""
        return self._row.items()

    def in_use(self) -> BoolArray:
        """Return which rows hold an id, shape (height,)."""
        return self._used[: len(self._ids)].copy()
