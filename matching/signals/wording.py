"""Shared words, or shared pieces of words, with the capability's own text and with that of its concepts."""

from __future__ import annotations

from typing import Literal

import numpy as np

from matching.arrays import RealArray
from matching.features.documents import EXPANSION_WEIGHT, CapabilityDocument, NeedDocument
from matching.features.hashing import WIDTH, SparseRow
from matching.signals.signal import SomeRows
from matching.storage.sparse_rows import SparseRows

_CAPACITY = 64


class Wording:
    """Cosine of the need's words with those of a capability expanded by its concepts' names, phrases and needs.

    `feature` is "words" (lemmas and parts of compounds) or "char_ngrams" (three to five letters within words). The
    expanded text is never written out: the need is held against every concept's text once, and a capability adds up
    its own.
    """

    def __init__(self, feature: Literal["words", "char_ngrams"], concepts: int) -> None:
        self.name = "wording" if feature == "words" else "spelling"
        self._feature = feature
        self._own = SparseRows(WIDTH)
        self._expansions = SparseRows(concepts)
        self._lengths: RealArray = np.ones(_CAPACITY)

    def put(self, row: int, capability: CapabilityDocument) -> None:
        """Write a capability into a row."""
        own: SparseRow = getattr(capability, self._feature)
        self._own.put(row, own.places, own.values)
        self._expansions.put(row, *capability.expansion)
        if row >= len(self._lengths):
            self._lengths = np.concatenate([self._lengths, np.ones(max(row, len(self._lengths)))])
        length = capability.word_length if self._feature == "words" else capability.char_ngram_length
        self._lengths[row] = length or 1.0

    def remove(self, row: int) -> None:
        """Empty a row."""
        self._own.remove(row)
        self._expansions.remove(row)

    def get_ready(self) -> None:
        """Make what the first score would make."""
        self._own.turned()

    def score(self, need: NeedDocument, rows: SomeRows = None) -> RealArray:
        """Return cosines, shape (rows,)."""
        asked: SparseRow = getattr(need, self._feature)
        concepts = need.word_concepts if self._feature == "words" else need.char_ngram_concepts
        own = self._own.times_few(asked.places, asked.values) if rows is None else self._own.times(asked.dense(), rows)
        shared = own + EXPANSION_WEIGHT * self._expansions.times(concepts, rows)
        lengths = self._lengths[: self._own.height] if rows is None else self._lengths[rows]
        return np.asarray(np.clip(shared / lengths, 0.0, 1.0))
