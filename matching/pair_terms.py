"""Unusual words of very many pairs: which are alike is worked out once for every word, not for every pair."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy import sparse

from matching.pair_arrays import pair_products

FloatArray = NDArray[np.float32]
RowArray = NDArray[np.intp]
Alike = tuple[NDArray[np.intp], NDArray[np.float32]]

# As in the signal of unusual words.
_ALIKE: Final = 85.0
_MOST_TERMS: Final = 24
_COMPARED_AT_ONCE: Final = 1_000


class PairTerms:
    """The unusual words of N capabilities. `rows` (N, words) has a one where a capability has a word."""

    def __init__(self, terms: Sequence[Sequence[str]]) -> None:
        self._terms = [frozenset(each) for each in terms]
        self._words = sorted(set().union(*self._terms))
        self._column = {word: column for column, word in enumerate(self._words)}
        self._alike: dict[str, Alike] = {}
        places = [sorted(self._column[word] for word in each) for each in self._terms]
        ends = np.cumsum([0, *map(len, places)])
        columns = np.array([place for each in places for place in each], dtype=np.int32)
        ones = np.ones(len(columns), dtype=np.float32)
        self.rows = sparse.csr_matrix((ones, columns, ends), shape=(len(places), len(self._words)))

    def asked(self, needs: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Return how like each word is to the words of a block of needs, added up; shape (needs, words)."""
        self._compare(sorted({word for need in needs for word in need[:_MOST_TERMS]} - self._alike.keys()))
        found = [[self._alike[word] for word in need[:_MOST_TERMS]] for need in needs]
        ends = np.cumsum([0, *(sum(len(places) for places, _ in each) for each in found)])
        nowhere = (np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.float32))
        places, values = zip(nowhere, *(alike for each in found for alike in each), strict=True)
        shape = (len(needs), len(self._words))
        matrix = sparse.csr_matrix((np.concatenate(values), np.concatenate(places), ends), shape=shape)
        matrix.sum_duplicates()
        return matrix

    def values(
        self, asked: sparse.csr_matrix, needs: Sequence[Sequence[str]], need: RowArray, row: RowArray
    ) -> FloatArray:
        """Return pairs' values as the signal gives them, shape (pairs,); `asked` is what `asked(needs)` gave."""
        found = pair_products(self.rows, asked, row, need)
        # A sum is what it should be unless one word of the need is like two words of the capability.
        several = np.array([any(len(self._alike[word][0]) > 1 for word in each[:_MOST_TERMS]) for each in needs])
        for pair in np.flatnonzero((found > 0) & several[need]).tolist():
            found[pair] = self._nearest(needs[int(need[pair])], self._terms[int(row[pair])])
        return np.asarray(found / (found + 1), dtype=np.float32)

    def _nearest(self, need: Sequence[str], offered: frozenset[str]) -> float:
        """Add up how like each word of a need is to the nearest word that is offered."""
        found = 0.0
        for word in need[:_MOST_TERMS]:
            likenesses = zip(*(each.tolist() for each in self._alike[word]), strict=True)
            found += max((value for place, value in likenesses if self._words[int(place)] in offered), default=0.0)
        return found

    def _compare(self, new: Sequence[str]) -> None:
        """Find the words that new ones are like; threads share the work and change nothing about it."""
        for start in range(0, len(new), _COMPARED_AT_ONCE):
            some = new[start : start + _COMPARED_AT_ONCE]
            alike = process.cdist(
                some, self._words, scorer=fuzz.ratio, score_cutoff=_ALIKE, dtype=np.float32, workers=-1
            )
            for word, likenesses in zip(some, alike, strict=True):
                places = np.flatnonzero(likenesses)
                self._alike[word] = places, (likenesses[places] / 100).astype(np.float32)
