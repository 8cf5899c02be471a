"""Words and pieces of words as sparse vectors: hashed, weighted by how rare they are, of length one."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matching.arrays import PlaceArray, RealArray
from matching.text.word_analysis import Token, fold

# Features are kept by hash, so that nothing has to be learned or stored for a new word. Two of the hundred thousand
# features of a large catalogue seldom share a place among so many.
WIDTH: Final = 2**18
_GRAM_LENGTHS: Final = (3, 4, 5)
# A part of a compound says less than the word itself.
_PART: Final = 0.7

Counts = dict[int, float]


@dataclass(frozen=True, slots=True)
class SparseRow:
    """A vector of WIDTH places: `places` ascending, `values` beside them."""

    places: PlaceArray
    values: RealArray

    def dense(self) -> RealArray:
        """Return the whole vector, shape (WIDTH,)."""
        whole = np.zeros(WIDTH)
        whole[self.places] = self.values
        return whole


def _place(feature: str) -> int:
    return zlib.crc32(feature.encode("utf-8", "replace")) % WIDTH


@lru_cache(maxsize=200_000)
def word_place(word: str) -> int:
    """Return the place of a word (a lemma or a part of a compound)."""
    return _place(fold(word))


@lru_cache(maxsize=200_000)
def _gram_places(form: str) -> array[int]:
    framed = f" {fold(form)} "
    # Tens of thousands of words are remembered, and a tuple would take nine times the room.
    return array(
        "i",
        (
            _place(framed[start : start + length])
            for length in _GRAM_LENGTHS
            for start in range(max(1, len(framed) - length + 1))
        ),
    )


def word_counts(tokens: Iterable[Token]) -> Counts:
    """Count lemmas and, for less, the parts of compounds."""
    counts: Counts = defaultdict(float)
    for token in tokens:
        if not token.stop:
            counts[word_place(token.lemma)] += 1.0
            for part in token.parts:
                counts[word_place(part)] += _PART
    return counts


def char_ngram_counts(tokens: Iterable[Token]) -> Counts:
    """Count the char n-grams of words, three to five letters, word ends marked."""
    counts: Counts = defaultdict(float)
    for token in tokens:
        if not token.stop:
            for place in _gram_places(token.form):
                counts[place] += 1.0
    return counts


def total(several: Sequence[Counts]) -> Counts:
    """Add up counts of several texts."""
    counts: Counts = defaultdict(float)
    for each in several:
        for place, count in each.items():
            counts[place] += count
    return counts


def weighted(counts: Counts, idf: RealArray) -> SparseRow:
    """Return log(1 + count) × idf as a sparse vector (WIDTH,) of length one; no count at all gives an empty row."""
    places = np.array(sorted(counts), dtype=np.int32)
    values = np.log1p(np.array([counts[place] for place in places.tolist()], dtype=np.float64)) * idf[places]
    length = float(np.sqrt(values @ values))
    return SparseRow(places, values / length if length else values)


def smoothed_idf(texts: Sequence[Counts]) -> RealArray:
    """Return each place's smoothed inverse document frequency, shape (WIDTH,): log((n + 1) / (texts with it + 1)) + 1.

    After Spärck Jones 1972, smoothed as scikit-learn's `smooth_idf` is.
    """
    having = np.zeros(WIDTH)
    for counts in texts:
        having[list(counts)] += 1.0
    return np.asarray(np.log((len(texts) + 1) / (having + 1)) + 1.0)
