"""Unusual words of very many pairs: only those words are compared whose letters allow them to be alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from matching.arrays import FloatArray, IntArray, RowArray
from matching.signals.fuzzy_terms import ALIKE, MOST_TERMS

# Two alike words differ by at most this share of their letters together; a little more against rounding.
_MOST_CHANGED: Final = 1 - ALIKE / 100 + 1e-6


@dataclass(frozen=True, slots=True)
class _Words:
    """Lists of words one after the other: list n is `words[start[n] : start[n] + count[n]]`.

    `letters` has for each word a bit for each letter in it (letters share 64 bits), `length` its number of letters.
    """

    words: NDArray[np.object_]
    letters: NDArray[np.uint64]
    length: IntArray
    start: RowArray
    count: RowArray

    @classmethod
    def of(cls, lists: Sequence[Sequence[str]]) -> _Words:
        words = [word for each in lists for word in each]
        bits = {word: _bits(word) for word in set(words)}
        count = np.array([len(each) for each in lists], dtype=np.intp)
        return cls(
            np.array(words, dtype=object),
            np.array([bits[word] for word in words], dtype=np.uint64),
            np.array([len(word) for word in words], dtype=np.int64),
            np.cumsum(count) - count,
            count,
        )


class PairTerms:
    """The unusual words of N capabilities; memory grows with pairs × words of both sides."""

    def __init__(self, terms: Sequence[Sequence[str]]) -> None:
        self._offered = _Words.of([list(dict.fromkeys(each)) for each in terms])

    def values(self, needs: Sequence[Sequence[str]], need: RowArray, row: RowArray) -> FloatArray:
        """Return what the signal gives each pair of needs[need] and capability `row`, shape (pairs,)."""
        asked, offered = _Words.of([each[:MOST_TERMS] for each in needs]), self._offered
        sizes = asked.count[need] * offered.count[row]
        pair = np.repeat(np.arange(len(need)), sizes)
        place = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        turn, other = np.divmod(place, offered.count[row][pair])
        mine, theirs = asked.start[need][pair] + turn, offered.start[row][pair] + other
        # A letter that only one of two words has was put in or taken out, and that may be done only so many times.
        changed = np.bitwise_count(asked.letters[mine] ^ offered.letters[theirs])
        possible = changed <= _MOST_CHANGED * (asked.length[mine] + offered.length[theirs])
        alike = _likeness(asked.words[mine[possible]], offered.words[theirs[possible]])
        # Each word of a need counts with the capability's nearest one.
        nearest = np.zeros((len(need), MOST_TERMS), dtype=np.float32)
        np.maximum.at(nearest, (pair[possible], turn[possible]), alike)
        found = nearest.sum(axis=1)
        return np.asarray(found / (found + 1), dtype=np.float32)


def _bits(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 64
    return bits


def _likeness(some: NDArray[np.object_], others: NDArray[np.object_]) -> FloatArray:
    """Return how like words are, one by one, 0 to 1."""
    alike = process.cpdist(some.tolist(), others.tolist(), scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.float32)
    return np.asarray(alike / np.float32(100))
