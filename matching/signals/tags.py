"""Tags that both sides carry."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from matching.arrays import RealArray
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.signals.signal import SomeRows


class Tags:
    """Shared words of tags over the geometric mean of how many each side has, in [0, 1]."""

    name = "tags"

    def __init__(self) -> None:
        self._rows: dict[str, set[int]] = defaultdict(set)
        self._tags: dict[int, frozenset[str]] = {}
        self._height = 0

    def put(self, row: int, capability: CapabilityDocument) -> None:
        """Write a capability into a row."""
        self.remove(row)
        self._tags[row] = capability.tags
        self._height = max(self._height, row + 1)
        for tag in capability.tags:
            self._rows[tag].add(row)

    def remove(self, row: int) -> None:
        """Empty a row."""
        for tag in self._tags.pop(row, ()):
            self._rows[tag].discard(row)

    def score(self, need: NeedDocument, rows: SomeRows = None) -> RealArray:
        """Return shares, shape (rows,)."""
        shared = np.zeros(self._height)
        for tag in sorted(need.tags):
            for row in self._rows.get(tag, ()):
                shared[row] += 1.0 / np.sqrt(len(need.tags) * len(self._tags[row]))
        return np.asarray(np.minimum(shared if rows is None else shared[rows], 1.0))
