"""Concepts that both texts name, in whatever language; a broader concept counts half per step."""

from __future__ import annotations

import numpy as np

from matching.arrays import RealArray
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.signals.signal import SomeRows
from matching.storage.sparse_rows import SparseRows


class Concepts:
    """Cosine of the concepts named on both sides, in [0, 1]."""

    name = "concepts"

    def __init__(self, concepts: int) -> None:
        self._named = SparseRows(concepts)

    def put(self, row: int, capability: CapabilityDocument) -> None:
        """Write a capability into a row."""
        self._named.put(row, *capability.named)

    def remove(self, row: int) -> None:
        """Empty a row."""
        self._named.remove(row)

    def score(self, need: NeedDocument, rows: SomeRows = None) -> RealArray:
        """Return cosines, shape (rows,)."""
        return np.asarray(np.clip(self._named.times(need.named, rows), 0.0, 1.0))
