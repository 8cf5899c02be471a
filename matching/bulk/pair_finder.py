"""The best capabilities for very many needs at once, in two stages: a coarse score for all pairs, the exact for few.

The coarse score is one matrix product of vectors plus a few concepts of every capability. What it puts first is scored
by the engine's own signals: concepts and words for `SHORT_LIST` pairs of a need, char n-grams for the best `FINAL_LIST`
of them. Memory is bounded by BLOCK needs at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.arrays import BoolArray, FloatArray, RowArray
from matching.bulk.exact_products import exact_products
from matching.bulk.pair_arrays import CapabilityArrays, NeedArrays
from matching.bulk.pair_terms import PairTerms
from matching.bulk.sparse_matrices import pair_products
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.profiles import NeedProfile
from matching.scoring import fusion

# Which rows a need may not have, shape (capabilities,): hard limits that fail.
Barred = Callable[[NeedProfile], BoolArray]

BLOCK: Final = 1024
SHORT_LIST: Final = 48
FINAL_LIST: Final = 20
# The exact scores of so many needs fit into a core's cache.
_AT_ONCE: Final = 128
# Rows of the coarse scores are looked at in groups of so many: at least k rows reach what the k best groups reach.
_GROUP: Final = 16
_BARRED: Final = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class TopPairs:
    """The best capabilities of each need: `rows` and `scores` have shape (needs, k), best first.

    A place that no allowed capability was left for has row -1 and score 0.
    """

    rows: RowArray
    scores: FloatArray


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of a block: `need` ascending from 0, `row` of the capability, `score`; all of shape (pairs,)."""

    need: RowArray
    row: RowArray
    score: FloatArray

    def plus(self, added: FloatArray) -> _Pairs:
        """Add to the scores."""
        return _Pairs(self.need, self.row, self.score + added)

    def best(self, count: int, turn: RowArray) -> _Pairs:
        """Keep the best `count` of each need, best first; of scores equal to six digits the row of the lower `turn`."""
        order = np.lexsort((turn[self.row], -np.round(self.score, 6), self.need))
        need = self.need[order]
        starts = np.flatnonzero(np.r_[True, need[1:] != need[:-1]]) if len(need) else np.zeros(0, dtype=np.intp)
        place = np.arange(len(need)) - np.repeat(starts, np.diff(np.r_[starts, len(need)]))
        kept = order[place < count]
        return _Pairs(self.need[kept], self.row[kept], self.score[kept])


@dataclass(frozen=True, slots=True)
class _NeedsAtOnce:
    """Needs whose pairs are found together; `start` is the place of the first one in its block."""

    documents: Sequence[NeedDocument]
    asked: NeedArrays
    start: int


class PairFinder:
    """Capabilities laid out once for finding many needs' best."""

    def __init__(self, capabilities: Sequence[CapabilityDocument], weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)
        self._arrays = CapabilityArrays.of(capabilities, self._weights)
        self._terms = PairTerms([each.terms for each in capabilities])
        # Of equals the one whose id comes first, whatever the order in which they were given.
        self._turn = np.argsort(np.argsort([each.profile.id for each in capabilities], kind="stable"), kind="stable")

    def top(self, needs: Sequence[NeedDocument], *, k: int = 10, barred: Barred | None = None) -> TopPairs:
        """Return each need's k best capabilities."""
        rows = np.full((len(needs), k), -1, dtype=np.intp)
        scores = np.zeros((len(needs), k), dtype=np.float32)
        if not self._arrays.height:
            return TopPairs(rows, scores)
        for start in range(0, len(needs), BLOCK):
            block = needs[start : start + BLOCK]
            pairs = self._block(block, k, barred)
            place = np.arange(len(pairs.need)) - np.searchsorted(pairs.need, pairs.need)
            halves = np.array([fusion.half_score(document.concept_fit) for document in block], dtype=np.float32)
            rows[start + pairs.need, place] = pairs.row
            scores[start + pairs.need, place] = fusion.share(pairs.score, halves[pairs.need])
        return TopPairs(rows, scores)

    def _block(self, documents: Sequence[NeedDocument], k: int, barred: Barred | None) -> _Pairs:
        asked = NeedArrays.of(documents, self._weights, self._arrays)
        meaning = exact_products(self._arrays.vectors, asked.direction)
        # Every part is found by itself, so that their order and the number of threads change nothing.
        parts = [
            _NeedsAtOnce(documents[start : start + _AT_ONCE], asked.part(start, start + _AT_ONCE), start)
            for start in range(0, len(documents), _AT_ONCE)
        ]
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            found = list(threads.map(lambda part: self._best(part, meaning, k, barred), parts))
        return _Pairs(
            np.concatenate([part.start + pairs.need for part, pairs in zip(parts, found, strict=True)]),
            np.concatenate([pairs.row for pairs in found]),
            np.concatenate([pairs.score for pairs in found]),
        )

    def _best(self, part: _NeedsAtOnce, meaning: FloatArray, k: int, barred: Barred | None) -> _Pairs:
        """Return the k best pairs of each need of a part."""
        columns = np.ascontiguousarray(meaning[:, part.start : part.start + len(part.documents)])
        return self._exact(part, self._coarse(part, columns, max(k, SHORT_LIST), barred), columns, k)

    def _coarse(self, part: _NeedsAtOnce, meaning: FloatArray, count: int, barred: Barred | None) -> _Pairs:
        """Return at least `count` pairs of each need, where there are as many, with the coarsely best scores.

        Their `score` is the part that meaning adds, opposite meaning subtracting; `meaning` has shape (N, needs).
        """
        scores = meaning + self._arrays.coarse @ part.asked.coarse
        if barred is not None:
            for column, document in enumerate(part.documents):
                scores[barred(document.profile), column] = _BARRED
        chosen = np.flatnonzero(scores >= np.maximum(_thresholds(scores, count), _BARRED / 2))
        row, need = np.divmod(chosen, scores.shape[1])
        order = np.argsort(need, kind="stable")
        return _Pairs(need[order], row[order], meaning.ravel()[chosen[order]])

    def _exact(self, part: _NeedsAtOnce, pairs: _Pairs, meaning: FloatArray, k: int) -> _Pairs:
        """Return the k best of the pairs, with their scores; `meaning` is what each pair's score holds so far."""
        asked, offered = part.asked, self._arrays
        pairs = pairs.plus(pair_products(offered.concepts, asked.concepts, pairs.row, pairs.need))
        likely = pair_products(offered.likely, asked.likely, pairs.row, pairs.need)
        pairs = pairs.plus(np.maximum(likely, 0.0))  # an unlikely concept counts as none
        pairs = pairs.plus(pair_products(offered.words, asked.words, pairs.row, pairs.need))
        pairs = pairs.plus(pair_products(offered.tags, asked.tags, pairs.row, pairs.need))
        pairs = pairs.best(max(k, FINAL_LIST), self._turn)
        pairs = pairs.plus(pair_products(offered.char_ngrams, asked.char_ngrams, pairs.row, pairs.need))
        pairs = pairs.plus(self._meaning(asked, pairs) - meaning[pairs.row, pairs.need])
        pairs = pairs.plus(self._unusual(part, pairs))
        # What speaks against a pair takes no more than there is, and the pairs that nothing is left of are equals.
        return pairs.plus(np.maximum(-pairs.score, 0.0)).best(k, self._turn)

    def _unusual(self, part: _NeedsAtOnce, pairs: _Pairs) -> FloatArray:
        """Return what unusual words add to each pair's score."""
        weight = np.float32(self._weights.get("fuzzy_terms", 0.0))
        if not weight:
            return np.zeros(len(pairs.need), dtype=np.float32)
        return weight * self._terms.values([document.terms for document in part.documents], pairs.need, pairs.row)

    def _meaning(self, asked: NeedArrays, pairs: _Pairs) -> FloatArray:
        """Return what meaning gives each pair to all digits; opposite meaning counts as none, as in the signals."""
        vectors = self._arrays.vectors[pairs.row]
        found = np.zeros(len(pairs.need), dtype=np.float32)
        for side in (asked.mapped, asked.own):
            found += np.maximum(np.einsum("ij,ij->i", vectors, side[pairs.need]), 0.0)
        return found


def _thresholds(scores: FloatArray, count: int) -> FloatArray:
    """Return for each column a value that at least `count` rows reach, and few more; shape (columns,)."""
    size = min(_GROUP, len(scores) // (2 * count))
    if size < 1:
        return np.full(scores.shape[1], _BARRED, dtype=np.float32)
    groups = len(scores) // size
    greatest = scores[: groups * size].reshape(size, groups, -1).max(axis=0)
    parted = np.partition(np.ascontiguousarray(greatest.T), groups - count, axis=1)
    return np.array(parted[:, groups - count], dtype=np.float32)
