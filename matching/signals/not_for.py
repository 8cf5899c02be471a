"""What the capability's methods are not for, where that is what the need asks."""

from __future__ import annotations

import numpy as np

from matching.arrays import RealArray
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.signals.signal import SomeRows
from matching.storage.sparse_rows import SparseRows


class NotFor:
    """How much rather the need is what the concepts that the capability names are not for, their mean, in [0, 1].

    Counts against: its weight is negative. Concepts that the engine only guesses at say nothing here.
    """

    name = "not_for"

    def __init__(self, concepts: int) -> None:
        self._claimed = SparseRows(concepts)

    def put(self, row: int, capability: CapabilityDocument) -> None:
        """Write a capability into a row."""
        self._claimed.put(row, *capability.claimed)

    def remove(self, row: int) -> None:
        """Empty a row."""
        self._claimed.remove(row)

    def score(self, need: NeedDocument, rows: SomeRows = None) -> RealArray:
        """Return means, shape (rows,)."""
        return np.asarray(np.clip(self._claimed.times(need.against, rows), 0.0, 1.0))
