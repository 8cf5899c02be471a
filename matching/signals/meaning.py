"""Likeness of meaning: cosine of centred vectors, the need's own and the need's mapped to where methods lie."""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.signals.signal import SomeRows

_CAPACITY: Final = 64


class Meaning:
    """Cosine of two texts' vectors, in [0, 1]; opposite meaning counts as none.

    With `mapped` the need's vector has passed the trained map, which leads from problems to the methods that answer
    them. Sums are in double precision and in a fixed order, so that a pair scores the same alone and among thousands.
    """

    def __init__(self, dimension: int, *, mapped: bool) -> None:
        self.name = "meaning" if mapped else "likeness"
        self._mapped = mapped
        self._vectors = np.zeros((_CAPACITY, dimension))
        self._height = 0

    def put(self, row: int, capability: CapabilityDocument) -> None:
        """Write a capability into a row."""
        if row >= len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros((max(row, len(self._vectors)), self._dimension))])
        self._vectors[row] = 0.0 if capability.vector is None else capability.vector
        self._height = max(self._height, row + 1)

    @property
    def _dimension(self) -> int:
        return int(self._vectors.shape[1])

    def remove(self, row: int) -> None:
        """Empty a row."""
        self._vectors[row] = 0.0

    def score(self, need: NeedDocument, rows: SomeRows = None) -> RealArray:
        """Return cosines, shape (rows,)."""
        asked = need.mapped if self._mapped else need.vector
        vectors = self._vectors[: self._height] if rows is None else self._vectors[rows]
        if asked is None:
            return np.zeros(len(vectors))
        # Row by row: a matrix product sums in another order for other numbers of rows or threads, and its threads cost
        # more to wake than these sums take.
        return np.asarray(np.clip(np.vecdot(vectors, asked), 0.0, 1.0))
