"""How often people say a word, from wordfreq's lists, on the Zipf scale: log10 per thousand million words.

wordfreq keeps each list as a dictionary of texts and numbers, 85 MB for two languages, and every process that looks a
word up writes to it by counting references. Here a list is two arrays; what a word's frequency is made of when it
is several, or holds digits, is wordfreq's own rule (`wordfreq._word_frequency`), to the last digit.
"""

from __future__ import annotations

import math
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import numpy as np
import wordfreq
from numpy.typing import NDArray
from wordfreq.numbers import digit_freq, smash_numbers
from wordfreq.tokens import lossy_tokenize

_KEPT: Final = 100_000


@lru_cache(maxsize=_KEPT)
def zipf_frequency(word: str, language: str) -> float:
    """Return how often a word is said in a language, from 0.0 (seldom or never) to about 8.0, in hundredths."""
    per_word = 0.0
    for token in lossy_tokenize(word, language):
        smashed = smash_numbers(token)
        frequency = _list_of(language).find(smashed)
        if frequency is None:
            return 0.0
        # The digits of a number are counted as zeros, and each number has its share of those.
        per_word += 1.0 / (frequency if smashed == token else frequency * digit_freq(token))
    if not per_word:
        return 0.0
    frequency = max(1.0 / per_word, wordfreq.zipf_to_freq(0.0))
    return round(wordfreq.freq_to_zipf(round(frequency, math.floor(-math.log10(frequency)) + 3)), 2)


class _WordList:
    """A language's words as the digests of their letters in order, shape (n,), and each word's centibels beside."""

    def __init__(self, language: str) -> None:
        by_centibels = wordfreq.read_cBpack(wordfreq.available_languages("best")[language])
        count = sum(map(len, by_centibels))
        digests = np.fromiter((_digest(word) for words in by_centibels for word in words), np.uint64, count)
        centibels = np.repeat(np.arange(len(by_centibels), dtype=np.uint16), [len(words) for words in by_centibels])
        order = np.argsort(digests)
        self._digests: NDArray[np.uint64] = digests[order]
        self._centibels: NDArray[np.uint16] = centibels[order]

    def find(self, word: str) -> float | None:
        """Return a word's share of all words that are said; None for one that is not listed."""
        digest = np.uint64(_digest(word))
        at = int(np.searchsorted(self._digests, digest))
        if at == len(self._digests) or self._digests[at] != digest:
            return None
        return float(wordfreq.cB_to_freq(-int(self._centibels[at])))


@lru_cache
def _list_of(language: str) -> _WordList:
    return _WordList(language)


def _digest(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
