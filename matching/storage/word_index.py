"""Words in numbered slots, of which those that may be nearly the same as another are found without reading them all."""

from __future__ import annotations

from typing import Final

import numpy as np
from rapidfuzz import fuzz

from matching.storage.row_numbers import RowNumbers

_SMALLEST: Final = 256
_LETTERS: Final = 63


class WordIndex:
    """Finds words alike by rapidfuzz's ratio, which is 100 less the share of letters to be put in or taken out.

    A word that is reached by d such steps is of a length that differs by d at most, and so does the set of its letters:
    few words pass both tests, which cost a subtraction and a count of bits each, and only those are compared.
    """

    def __init__(self) -> None:
        self._slots = RowNumbers()
        self._words: list[str] = []
        self._lengths = np.zeros(_SMALLEST, dtype=np.int32)
        self._letters = np.zeros(_SMALLEST, dtype=np.uint64)

    def __len__(self) -> int:
        return len(self._slots)

    def put(self, word: str) -> None:
        """Add a word; nothing happens when it is there."""
        if word in self._slots:
            return
        slot = self._slots.put(word)
        if slot == len(self._words):
            self._words.append(word)
        self._words[slot] = word
        if slot >= len(self._lengths):
            self._lengths = np.concatenate([self._lengths, np.zeros_like(self._lengths)])
            self._letters = np.concatenate([self._letters, np.zeros_like(self._letters)])
        self._lengths[slot], self._letters[slot] = len(word), _letters_of(word)

    def remove(self, word: str) -> None:
        """Take a word out; nothing happens when it is not there."""
        slot = self._slots.remove(word)
        if slot is not None:
            # Longer than anything that is asked for.
            self._lengths[slot] = np.iinfo(np.int32).max // 2

    def alike(self, word: str, least: float) -> list[tuple[str, float]]:
        """Return the words whose ratio to a word is at least `least`, 0 to 100, with it; in no order."""
        height = len(self._words)
        lengths = self._lengths[:height]
        steps = (1.0 - least / 100.0) * (lengths + len(word)) + 1e-9
        near = np.flatnonzero(np.abs(lengths - len(word)) <= steps)
        unlike = np.bitwise_count(self._letters[near] ^ np.uint64(_letters_of(word)))
        words = (self._words[slot] for slot in near[unlike <= steps[near]].tolist())
        ratios = ((each, fuzz.ratio(word, each, score_cutoff=least)) for each in words)
        # In single precision: what a comparison of all with all gives.
        return [(each, float(np.float32(ratio))) for each, ratio in ratios if ratio]


def _letters_of(word: str) -> int:
    letters = 0
    for letter in word:
        letters |= 1 << ord(letter) % _LETTERS
    return letters
