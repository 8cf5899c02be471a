"""Unusual words (instruments, brands, acronyms, misspelt ones) that are nearly the same on both sides."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.signals.signal import SomeRows
from matching.storage.word_index import WordIndex

# Two words are taken for one from this likeness on (rapidfuzz's ratio, 0–100): one slip in seven letters.
ALIKE: Final = 85.0
# A need that has more unusual words than this is noise; the first ones do.
MOST_TERMS: Final = 24


class FuzzyTerms:
    """s / (s + 1), where s adds up the likeness of each unusual word of the need to the capability's nearest one."""

    name = "fuzzy_terms"

    def __init__(self) -> None:
        self._rows: dict[str, set[int]] = defaultdict(set)
        self._words = WordIndex()
        self._terms: dict[int, frozenset[str]] = {}
        self._height = 0

    def put(self, row: int, capability: CapabilityDocument) -> None:
        """Write a capability into a row."""
        self.remove(row)
        self._terms[row] = frozenset(capability.terms)
        self._height = max(self._height, row + 1)
        for term in self._terms[row]:
            self._rows[term].add(row)
            self._words.put(term)

    def remove(self, row: int) -> None:
        """Empty a row."""
        for term in self._terms.pop(row, ()):
            self._rows[term].discard(row)
            if not self._rows[term]:
                del self._rows[term]
                self._words.remove(term)

    def score(self, need: NeedDocument, rows: SomeRows = None) -> RealArray:
        """Return values below one, shape (rows,)."""
        found = np.zeros(self._height)
        for term in need.terms[:MOST_TERMS]:
            self._add_nearest(found, self._words.alike(term, ALIKE))
        values = found / (found + 1.0)
        return values if rows is None else np.asarray(values[rows])

    def _add_nearest(self, found: RealArray, alike: list[tuple[str, float]]) -> None:
        """Add to each row the likeness of its nearest term, 0 to 1."""
        if not alike:
            return
        best = np.zeros(self._height)
        for term, likeness in alike:
            rows = np.fromiter(self._rows[term], dtype=np.intp)
            best[rows] = np.maximum(best[rows], likeness / 100.0)
        found += best
