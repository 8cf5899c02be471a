"""A word's frequency is wordfreq's own, looked up in less memory."""

from __future__ import annotations

from random import Random

import pytest
import wordfreq

from matching.text.language import LANGUAGES
from matching.text.word_frequency import zipf_frequency

ODD = ("", "1", "2024", "99999", "x12345", "don't", "qqqqqz", "ÅNGA", "Hand", "in vivo", "3d", "-", "1,5", "covid-19")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_said_as_often_as_wordfreq_says(language: str) -> None:
    listed = [word for words in wordfreq.get_frequency_list(language) for word in words]
    some = Random(20261130).sample(listed, 3_000)
    joined = [f"{one}{sign}{other}" for one, other, sign in zip(some[::2], some[1::2], " -" * 750, strict=True)]
    tried = [*some, *joined, *ODD]
    assert {word: zipf_frequency(word, language) for word in tried} == {
        word: wordfreq.zipf_frequency(word, language) for word in tried
    }
