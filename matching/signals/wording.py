"""Shared words, or shared pieces of words, with the capability's own text and with that of its concepts."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.features.documents import LENT_WEIGHT, CapabilityReading, NeedReading
from matching.features.hashing import WIDTH, SparseRow
from matching.signals.signal import RealArray, Rows
from matching.storage.sparse_rows import SparseRows

_CAPACITY = 64


class Wording:
    """Cosine of the need's words with those of a capability expanded by its concepts' names, phrases and needs.

    `unit` is "words" (lemmas and parts of compounds) or "letters" (three to five letters within words). The expanded
    text is never written out: the need is held against every concept's text once, and a capability adds up its own.
    """

    def __init__(self, unit: Literal["words", "letters"], concepts: int) -> None:
        self.name = "wording" if unit == "words" else "spelling"
        self._unit = unit
        self._own = SparseRows(WIDTH)
        self._lent = SparseRows(concepts)
        self._lengths: NDArray[np.float64] = np.ones(_CAPACITY)

    def put(self, row: int, capability: CapabilityReading) -> None:
        """Write a capability into a row."""
        own: SparseRow = getattr(capability, self._unit)
        self._own.put(row, own.places, own.values)
        self._lent.put(row, *capability.lent)
        if row >= len(self._lengths):
            self._lengths = np.concatenate([self._lengths, np.ones(max(row, len(self._lengths)))])
        length = capability.word_length if self._unit == "words" else capability.letter_length
        self._lengths[row] = length or 1.0

    def remove(self, row: int) -> None:
        """Empty a row."""
        self._own.remove(row)
        self._lent.remove(row)

    def score(self, need: NeedReading, rows: Rows = None) -> RealArray:
        """Return cosines, shape (rows,)."""
        asked: SparseRow = getattr(need, self._unit)
        concepts = need.word_concepts if self._unit == "words" else need.letter_concepts
        own = self._own.times_few(asked.places, asked.values) if rows is None else self._own.times(asked.dense(), rows)
        shared = own + LENT_WEIGHT * self._lent.times(concepts, rows)
        lengths = self._lengths[: self._own.height] if rows is None else self._lengths[rows]
        return np.asarray(np.clip(shared / lengths, 0.0, 1.0))
