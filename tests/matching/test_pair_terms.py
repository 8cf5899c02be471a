"""Unusual words of many pairs give what the signal gives one need at a time."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from matching.bulk.pair_terms import PairTerms, _bits

# Few letters, so that drawn words are often alike; one beyond the first 64 signs, one that shares its bit.
WORD = st.text("abåé0p", min_size=1, max_size=12)


@given(WORD, WORD)
def test_no_two_alike_words_are_left_uncompared(one: str, other: str) -> None:
    found = PairTerms([[one]]).values([[other]], np.array([0]), np.array([0]))
    alike = fuzz.ratio(other, one, score_cutoff=85.0) / 100
    assert np.isclose(found[0], alike / (alike + 1), atol=1e-6)


@given(st.lists(st.lists(WORD, max_size=6), min_size=1, max_size=4), st.lists(WORD, max_size=30))
def test_each_word_counts_with_the_nearest_one(offered: list[list[str]], asked: list[str]) -> None:
    rows = np.arange(len(offered))
    found = PairTerms(offered).values([asked], np.zeros(len(offered), dtype=np.intp), rows)
    for row, words in enumerate(offered):
        nearest = [max((fuzz.ratio(ask, word, score_cutoff=85.0) for word in words), default=0.0) for ask in asked[:24]]
        assert np.isclose(found[row], sum(nearest) / (sum(nearest) + 100), atol=1e-6)


def test_letters_share_bits_only_where_they_must() -> None:
    assert _bits("ab") == _bits("ba") == _bits("abba")
    assert _bits("ab") != _bits("abc")
