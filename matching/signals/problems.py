"""Need → concept → capability: how far what may answer the need is what the capability may be about."""

from __future__ import annotations

import numpy as np

from matching.arrays import RealArray
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.signals.signal import SomeRows
from matching.storage.sparse_rows import SparseRows


class Problems:
    """Overlap (coefficient of Bhattacharyya 1943) of two spreads over concepts, in [0, 1].

    The need's spread comes from its meaning and its words held against the concepts' problem phrases; the capability's
    from its meaning and the concepts that it names.
    """

    name = "problems"

    def __init__(self, concepts: int) -> None:
        self._distributions = SparseRows(concepts)

    def put(self, row: int, capability: CapabilityDocument) -> None:
        """Write a capability into a row."""
        self._distributions.put(row, *capability.concept_distribution)

    def remove(self, row: int) -> None:
        """Empty a row."""
        self._distributions.remove(row)

    def score(self, need: NeedDocument, rows: SomeRows = None) -> RealArray:
        """Return overlaps, shape (rows,)."""
        return np.asarray(np.clip(self._distributions.times(need.concept_distribution, rows), 0.0, 1.0))
