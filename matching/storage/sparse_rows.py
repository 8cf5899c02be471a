"""A sparse matrix whose rows are put, replaced and removed one at a time."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.arrays import PlaceArray, RealArray, RowArray
from matching.storage.by_column import ByColumn

_SMALLEST = 1024
# The rows are turned anew when one in so many has been written since.
_FEW = 20


Number = TypeVar("Number", np.int32, np.float64)


def _grown(array: NDArray[Number], length: int) -> NDArray[Number]:
    if length <= len(array):
        return array
    larger = np.zeros(max(length, 2 * len(array), _SMALLEST), dtype=array.dtype)
    larger[: len(array)] = array
    return larger


class SparseRows:
    """Rows by number. A replaced row is written anew at the end; when most is waste, all is written anew.

    So one edit costs one row, on average, and the product stays one pass over the memory.
    """

    def __init__(self, width: int) -> None:
        self._width = width
        self._places = np.zeros(0, dtype=np.int32)
        self._values = np.zeros(0, dtype=np.float64)
        # Segment 0 is empty; a row that was never put points to it.
        self._ends = np.zeros(2, dtype=np.int32)
        self._segments = 1
        self._segment_of = np.zeros(0, dtype=np.intp)
        # All segments as a matrix, made anew after an edit.
        self._made: sparse.csr_matrix | None = None
        # The same rows by column, as they were when they were last turned, and what has been written since.
        self._turned: ByColumn | None = None
        self._since: set[int] = set()

    @property
    def height(self) -> int:
        """How many rows there are, empty ones included."""
        return len(self._segment_of)

    def put(self, row: int, places: PlaceArray, values: RealArray) -> None:
        """Write a row, in place of the one that was there."""
        if row >= len(self._segment_of):
            more = np.zeros(row + 1 - len(self._segment_of), dtype=np.intp)
            self._segment_of = np.concatenate([self._segment_of, more])
        self._made = None
        start = int(self._ends[self._segments])
        end = start + len(places)
        self._places, self._values = _grown(self._places, end), _grown(self._values, end)
        self._ends = _grown(self._ends, self._segments + 2)
        self._places[start:end], self._values[start:end] = places, values
        self._segment_of[row] = self._segments
        if self._turned is not None:
            self._since.add(row)
        self._segments += 1
        self._ends[self._segments] = end
        if self._segments > _SMALLEST and self._segments > 2 * len(self._segment_of):
            self._compact()

    def remove(self, row: int) -> None:
        """Make a row empty."""
        self.put(row, np.zeros(0, dtype=np.int32), np.zeros(0))

    def _matrix(self) -> sparse.csr_matrix:
        if self._made is None:
            end = self._ends[self._segments]
            parts = (self._values[:end], self._places[:end], self._ends[: self._segments + 1])
            self._made = sparse.csr_matrix(parts, shape=(self._segments, self._width), copy=False)
        return self._made

    def times(self, vector: RealArray, rows: RowArray | None = None) -> RealArray:
        """Return the products of rows (all when None) with a dense vector, shape (rows,); summed in one fixed order."""
        if rows is None:
            return np.asarray((self._matrix() @ vector)[self._segment_of])
        return np.asarray(self._matrix()[self._segment_of[rows]] @ vector)

    def times_few(self, places: PlaceArray, values: RealArray) -> RealArray:
        """Return the products of all rows with a sparse vector, shape (rows,): only its columns are looked at.

        `places` rise. Sums are in the order of columns, as in `times`, so that results are the same to the last bit.
        """
        found = self.turned().times(places, values)
        if self.height > len(found):
            found = np.concatenate([found, np.zeros(self.height - len(found))])
        if self._since:
            vector = np.zeros(self._width)
            vector[places] = values
            late = np.array(sorted(self._since), dtype=np.intp)
            found[late] = self.times(vector, late)
        return found

    def turned(self) -> ByColumn:
        """Return the rows by column, as they were not many edits ago; made anew when there have been more."""
        if self._turned is None or len(self._since) > _SMALLEST + self.height // _FEW:
            self._turned, self._since = ByColumn(self._matrix()[self._segment_of]), set()
        return self._turned

    def row(self, row: int) -> tuple[PlaceArray, RealArray]:
        """Return a row's places and values, shape (non-zeros,) each."""
        segment = self._segment_of[row]
        span = slice(self._ends[segment], self._ends[segment + 1])
        return self._places[span], self._values[span]

    def _compact(self) -> None:
        matrix = self._matrix()[np.concatenate([[0], self._segment_of])]
        self._made = None
        self._places, self._values, self._ends = matrix.indices, matrix.data, matrix.indptr
        self._segments = len(self._segment_of) + 1
        self._segment_of = np.arange(1, self._segments, dtype=np.intp)
