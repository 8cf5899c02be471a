"""The best capabilities for very many needs at once, in two stages: a coarse score for all pairs, the exact for few.

The coarse score is one matrix product of vectors plus a few concepts of every capability. What it puts first is scored
by the engine's own signals: concepts and words for `SHORT_LIST` pairs of a need, letters for the best `FINAL_LIST` of
them. Memory is bounded by BLOCK needs at a time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching import fusion
from matching.pair_arrays import CapabilityArrays, NeedArrays, pair_products
from matching.pair_terms import PairTerms
from matching.profiles import NeedProfile
from matching.readings import CapabilityReading, NeedReading

FloatArray = NDArray[np.float32]
RowArray = NDArray[np.intp]
# Which rows a need may not have, shape (capabilities,): hard limits that fail.
Barred = Callable[[NeedProfile], NDArray[np.bool_]]

BLOCK: Final = 512
SHORT_LIST: Final = 64
FINAL_LIST: Final = 24
# The exact scores of so many needs fit into a core's cache.
_AT_ONCE: Final = 64
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

    def of_needs(self, first: int, end: int) -> _Pairs:
        """Return the pairs of the needs from `first` to before `end`."""
        part = slice(*np.searchsorted(self.need, (first, end)))
        return _Pairs(self.need[part], self.row[part], self.score[part])

    def best(self, count: int) -> _Pairs:
        """Keep the best `count` of each need, best first; equal ones by row."""
        order = np.lexsort((self.row, -self.score, self.need))
        need = self.need[order]
        starts = np.flatnonzero(np.r_[True, need[1:] != need[:-1]]) if len(need) else np.zeros(0, dtype=np.intp)
        place = np.arange(len(need)) - np.repeat(starts, np.diff(np.r_[starts, len(need)]))
        kept = order[place < count]
        return _Pairs(self.need[kept], self.row[kept], self.score[kept])


@dataclass(frozen=True, slots=True)
class _Block:
    """Needs that are scored together; `unusual` is None where unusual words weigh nothing."""

    readings: Sequence[NeedReading]
    asked: NeedArrays
    unusual: sparse.csr_matrix | None


def top_pairs(
    needs: Sequence[NeedReading],
    capabilities: Sequence[CapabilityReading],
    weights: Mapping[str, float],
    *,
    k: int = 10,
    barred: Barred | None = None,
) -> TopPairs:
    """Return each need's k best capabilities by the fused score of `weights` (signal → weight).

    Words, letters, tags and unusual words take no part in the coarse stage.
    """
    return PairFinder(capabilities, weights).top(needs, k=k, barred=barred)


class PairFinder:
    """Capabilities laid out once for finding many needs' best."""

    def __init__(self, capabilities: Sequence[CapabilityReading], weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)
        self._arrays = CapabilityArrays.of(capabilities, self._weights)
        self._terms = PairTerms([each.terms for each in capabilities])

    def top(self, needs: Sequence[NeedReading], *, k: int = 10, barred: Barred | None = None) -> TopPairs:
        """Return each need's k best capabilities."""
        rows = np.full((len(needs), k), -1, dtype=np.intp)
        scores = np.zeros((len(needs), k), dtype=np.float32)
        if not self._arrays.height:
            return TopPairs(rows, scores)
        for start in range(0, len(needs), BLOCK):
            block = needs[start : start + BLOCK]
            pairs = self._block(block, k, barred)
            place = np.arange(len(pairs.need)) - np.searchsorted(pairs.need, pairs.need)
            halves = np.array([fusion.standard(reading.reach) for reading in block], dtype=np.float32)
            rows[start + pairs.need, place] = pairs.row
            scores[start + pairs.need, place] = fusion.share(pairs.score, halves[pairs.need])
        return TopPairs(rows, scores)

    def _block(self, readings: Sequence[NeedReading], k: int, barred: Barred | None) -> _Pairs:
        unusual = self._terms.asked([need.terms for need in readings]) if self._weights.get("fuzzy_terms") else None
        block = _Block(readings, NeedArrays.of(readings, self._weights, self._arrays), unusual)
        pairs = self._coarse(block, max(k, SHORT_LIST), barred)
        starts = range(0, len(readings), _AT_ONCE)
        parts = [pairs.of_needs(start, start + _AT_ONCE) for start in starts]
        # Every part is scored by itself, so that their order and the number of threads change nothing.
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            scored = list(threads.map(lambda start, part: self._exact(block, start, part, k), starts, parts))
        return _Pairs(
            np.concatenate([part.need for part in scored]),
            np.concatenate([part.row for part in scored]),
            np.concatenate([part.score for part in scored]),
        )

    def _coarse(self, block: _Block, count: int, barred: Barred | None) -> _Pairs:
        """Return at least `count` pairs of each need, where there are as many, with the coarsely best scores.

        Their `score` is the part that meaning adds, opposite meaning subtracting.
        """
        meaning = self._arrays.vectors @ block.asked.direction.T
        scores = meaning.copy()
        columns = [slice(start, start + _AT_ONCE) for start in range(0, scores.shape[1], _AT_ONCE)]
        with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
            list(threads.map(lambda some: self._add_concepts(scores, block.asked, some), columns))
        if barred is not None:
            for column, reading in enumerate(block.readings):
                scores[barred(reading.profile), column] = _BARRED
        chosen = np.flatnonzero(scores >= np.maximum(_thresholds(scores, count), _BARRED / 2))
        row, need = np.divmod(chosen, scores.shape[1])
        order = np.argsort(need, kind="stable")
        return _Pairs(need[order], row[order], meaning.ravel()[chosen[order]])

    def _add_concepts(self, scores: FloatArray, asked: NeedArrays, columns: slice) -> None:
        scores[:, columns] += self._arrays.coarse @ np.ascontiguousarray(asked.coarse[:, columns])

    def _exact(self, block: _Block, start: int, pairs: _Pairs, k: int) -> _Pairs:
        """Return the k best of the pairs of a few needs from `start` on, with their scores."""
        asked = block.asked
        few, offered = slice(start, start + _AT_ONCE), self._arrays
        pairs = pairs.plus(pair_products(offered.concepts, asked.concepts[few], pairs.row, pairs.need - start))
        likely = pair_products(offered.likely, asked.likely[few], pairs.row, pairs.need - start)
        pairs = pairs.plus(np.maximum(likely, 0.0))  # an unlikely concept counts as none
        pairs = pairs.plus(pair_products(offered.words, asked.words[few], pairs.row, pairs.need - start))
        pairs = pairs.plus(pair_products(offered.tags, asked.tags[few], pairs.row, pairs.need - start))
        pairs = pairs.best(max(k, FINAL_LIST))
        pairs = pairs.plus(pair_products(offered.letters, asked.letters[few], pairs.row, pairs.need - start))
        pairs = pairs.plus(self._opposites(asked, pairs))
        pairs = pairs.plus(self._unusual(block, start, pairs))
        # What speaks against a pair takes no more than there is, and the pairs that nothing is left of are equals.
        return pairs.plus(np.maximum(-pairs.score, 0.0)).best(k)

    def _unusual(self, block: _Block, start: int, pairs: _Pairs) -> FloatArray:
        """Return what unusual words add to each pair's score."""
        if block.unusual is None:
            return np.zeros(len(pairs.need), dtype=np.float32)
        few = slice(start, start + _AT_ONCE)
        terms = [reading.terms for reading in block.readings[few]]
        values = self._terms.values(block.unusual[few], terms, pairs.need - start, pairs.row)
        return np.float32(self._weights["fuzzy_terms"]) * values

    def _opposites(self, asked: NeedArrays, pairs: _Pairs) -> FloatArray:
        """Return what opposite meaning has subtracted from each pair's score: in a signal it counts as none."""
        vectors = self._arrays.vectors[pairs.row]
        taken = np.zeros(len(pairs.need), dtype=np.float32)
        for side in (asked.mapped, asked.own):
            taken += np.maximum(-np.einsum("ij,ij->i", vectors, side[pairs.need]), 0.0)
        return taken


def _thresholds(scores: FloatArray, count: int) -> FloatArray:
    """Return for each column a value that at least `count` rows reach, and few more; shape (columns,)."""
    size = min(_GROUP, len(scores) // (2 * count))
    if size < 1:
        return np.full(scores.shape[1], _BARRED, dtype=np.float32)
    groups = len(scores) // size
    greatest = scores[: groups * size].reshape(size, groups, -1).max(axis=0)
    parted = np.partition(np.ascontiguousarray(greatest.T), groups - count, axis=1)
    return np.array(parted[:, groups - count], dtype=np.float32)
