"""How much a few words say of the field: whether the vocabulary says them oftener than people do of anything else."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import exp, log10
from typing import Final

from matching.arrays import RealArray
from matching.features.hashing import word_place
from matching.text.language import LANGUAGES
from matching.text.word_analysis import Token
from matching.text.word_frequency import zipf_frequency

# A need of so many different words is read by what they say together, whatever each of them says alone.
FEW: Final = 5
# Words say something of the field when it says them ten times as often as people do, all of them together.
_SAY_SOMETHING: Final = 1.0
# In how many of the vocabulary's texts a word must stand to be its word, and how many words such a text has.
_TEXTS, _WORDS_OF_TEXT = 1.5, 7.0
# Words that nobody has counted are taken to be said this seldom (Zipf scale: log10 per thousand million words).
_UNCOUNTED: Final = 2.0
# A part of a compound says less than the word itself, and a short one is often no part at all.
_PART, _SHORTEST_PART = 0.7, 4
# What a request may say of anything, though the field says it often.
_SAID_OF_ANYTHING = """
test testa testing fråga question behov data rum room lokal local kontakt contact support resultat result två tre fyra
fem sex sju åtta nio tio hundra tusen two three four five six seven eight nine ten hundred thousand
"""
_OF_ANYTHING: Final = frozenset(_SAID_OF_ANYTHING.split())


def are_few(tokens: Sequence[Token]) -> bool:
    """Tell whether a text has so few different words that each of them must say something."""
    return len({token.lemma for token in tokens if not token.stop}) < FEW


class FieldWords:
    """Knows by the idf of words, shape (WIDTH,), how often the vocabulary says them."""

    def __init__(self, word_idf: RealArray) -> None:
        self._idf = word_idf
        self._texts = exp(float(word_idf.max(initial=1.0)) - 1.0) - 1.0
        self._evidence = lru_cache(maxsize=20_000)(self._evidence_of)

    def say_something(self, tokens: Sequence[Token]) -> bool:
        """Tell whether the words of a text, taken together, are the field's."""
        told = {token.lemma: token for token in tokens if not token.stop}
        return sum(self._evidence(token.lemma, token.form, token.parts) for token in told.values()) >= _SAY_SOMETHING

    def _evidence_of(self, lemma: str, form: str, parts: tuple[str, ...]) -> float:
        if lemma in _OF_ANYTHING or not any(letter.isalpha() for letter in lemma):
            return 0.0
        said = self._keyness(lemma, form)
        if said is not None:
            return max(0.0, said)
        if _zipf(lemma, form) > 0.0:
            # A word that people know and the field does not say is no word of the field, whatever it is made of.
            return 0.0
        of_parts = (self._keyness(part) for part in parts if len(part) >= _SHORTEST_PART and part not in _OF_ANYTHING)
        return _PART * sum(max(0.0, said) for said in of_parts if said is not None)

    def _keyness(self, *forms: str) -> float | None:
        """Return log10 of how much oftener the vocabulary says a word than people do; None where it hardly does."""
        texts = (self._texts + 1.0) / exp(float(self._idf[word_place(forms[0])]) - 1.0) - 1.0
        if texts < _TEXTS:
            return None
        return log10(texts / (self._texts * _WORDS_OF_TEXT)) + 9.0 - max(_zipf(*forms), _UNCOUNTED)


def _zipf(*forms: str) -> float:
    return max(zipf_frequency(form, language) for form in forms for language in LANGUAGES)
