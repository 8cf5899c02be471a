"""Rows of an index that grows, shrinks and is edited in place: one edit costs one edit, never a rebuild."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float32]
IntArray = NDArray[np.intp]

_SMALLEST_CAPACITY = 64
_DECIMALS = 6


class Rows:
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

    def id_at(self, row: int) -> str | None:
        """Return the id in a row, or None when the row is free."""
        return self._ids[row]

    def items(self) -> Iterable[tuple[str, int]]:
        """Return (id, row) of all that are there, in the order in which they came."""
        return self._row.items()

    def in_use(self) -> NDArray[np.bool_]:
        """Return which rows hold an id, shape (height,)."""
        return self._used[: len(self._ids)].copy()


class GrowingMatrix:
    """A float32 matrix whose rows are written one at a time; it doubles when full, so that n rows cost O(n)."""

    def __init__(self, width: int) -> None:
        self._values: FloatArray = np.zeros((_SMALLEST_CAPACITY, width), dtype=np.float32)
        self._height = 0

    @classmethod
    def restored(cls, values: FloatArray) -> GrowingMatrix:
        """Make a matrix of stored rows, shape (height, width), without copying row by row."""
        matrix = cls(values.shape[1])
        matrix._values = np.array(values, dtype=np.float32, order="C")
        matrix._height = len(values)
        return matrix

    def put(self, row: int, values: FloatArray) -> None:
        """Write one row, shape (width,); rows between the old end and a new row are zero.

        Raises ValueError when the width differs.
        """
        if values.shape != (self._values.shape[1],):
            raise ValueError(f"a row of {self._values.shape[1]} numbers is needed, not of shape {values.shape}")
        if row >= len(self._values):
            grown = np.zeros((max(row + 1, 2 * len(self._values)), self._values.shape[1]), dtype=np.float32)
            grown[: self._height] = self._values[: self._height]
            self._values = grown
        self._values[row] = values
        self._height = max(self._height, row + 1)

    def clear(self, row: int) -> None:
        """Set a row to zero, so that it meets nothing."""
        if row < self._height:
            self._values[row] = 0.0

    @property
    def rows(self) -> FloatArray:
        """The rows as they are, shape (height, width): a view, not a copy."""
        return self._values[: self._height]


class VectorIndex:
    """Unit vectors by id with exact nearest neighbours; equal scores are ordered by id, on every machine alike."""

    def __init__(self, width: int) -> None:
        self._rows = Rows()
        self._matrix = GrowingMatrix(width)

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, each: str, vector: FloatArray) -> None:
        """Add or replace one vector, shape (width,)."""
        self._matrix.put(self._rows.put(each), vector)

    def remove(self, gone: str) -> None:
        """Take one vector out; nothing happens when it is not there."""
        row = self._rows.remove(gone)
        if row is not None:
            self._matrix.clear(row)

    def nearest(self, vector: FloatArray, k: int) -> list[tuple[str, float]]:
        """Return the k ids with the greatest inner product, with it, greatest first."""
        if not len(self._rows) or k <= 0:
            return []
        ids = [each for each, _row in self._rows.items()]
        rows = np.fromiter((row for _id, row in self._rows.items()), dtype=np.intp, count=len(ids))
        # In double precision, rounded: sums in single precision depend on the processor in the digits cut off here.
        products = np.vecdot(self._matrix.rows.astype(np.float64), vector.astype(np.float64))[rows]
        scores = np.round(products, _DECIMALS)
        return [(ids[place], float(scores[place])) for place in top_places(scores, k, ids)]

    def snapshot(self) -> Mapping[str, NDArray[np.float32] | NDArray[np.str_]]:
        """Return ids and vectors as two arrays that can be stored (numpy.savez, a blob) and restored from."""
        ids = [each for each, _row in self._rows.items()]
        rows = np.fromiter((row for _id, row in self._rows.items()), dtype=np.intp, count=len(ids))
        return {"ids": np.array(ids, dtype=np.str_), "vectors": self._matrix.rows[rows]}

    @classmethod
    def restored(cls, ids: Sequence[str], vectors: FloatArray) -> VectorIndex:
        """Make an index of a snapshot without encoding anything.

        Raises ValueError when there are not as many ids as vectors, or an id comes twice.
        """
        if len(ids) != len(vectors) or len(set(ids)) != len(ids):
            raise ValueError("a snapshot has one vector for each id, and each id once")
        index = cls(vectors.shape[1])
        index._rows = Rows(str(each) for each in ids)
        index._matrix = GrowingMatrix.restored(vectors)
        return index


def top_places(scores: NDArray[np.floating], k: int, ids: Sequence[str]) -> list[int]:
    """Return the places of the k greatest scores, greatest first, equal ones in the order of their ids.

    Exact, ties at the edge included, in O(n + k log k) besides the ties.
    """
    k = min(k, len(scores))
    if k <= 0:
        return []
    edge = np.partition(scores, len(scores) - k)[len(scores) - k]
    places = np.flatnonzero(scores >= edge)
    return sorted(places.tolist(), key=lambda place: (-float(scores[place]), ids[place]))[:k]
