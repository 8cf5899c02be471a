"""The words of a need or a capability: all of them in order, the unusual ones, and those of its tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from matching.arrays import RealArray
from matching.features.documents import language_of
from matching.features.hashing import word_place
from matching.profiles import CapabilityProfile, NeedProfile
from matching.text.word_analysis import Analyser, Token, fold

# A term is unusual from this idf on (in a handful of the vocabulary's texts) and from this length on.
_UNUSUAL: Final = 8.0
_TERM_LENGTH: Final = 4


class ProfileWords:
    """Cuts profiles into words; `word_idf` has shape (WIDTH,)."""

    def __init__(self, analyser: Analyser, word_idf: RealArray) -> None:
        self.analyser = analyser
        self._word_idf = word_idf

    def tokens(self, profile: NeedProfile | CapabilityProfile) -> tuple[Token, ...]:
        """Return the words of the passages, then of the tags."""
        language = language_of(profile.passages)
        texts = [
            *(self.analyser.tokens(each.text, each.language or language) for each in profile.passages),
            *(self.analyser.tokens(tag, language) for tag in profile.tags),
        ]
        return tuple(token for text in texts for token in text)

    def terms(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """Return words that the vocabulary hardly has: instruments, brands, numbers of standards, slips."""
        unusual = (
            fold(token.form)
            for token in tokens
            if not token.stop
            and len(token.form) >= _TERM_LENGTH
            and self._word_idf[word_place(token.lemma)] >= _UNUSUAL
        )
        return tuple(dict.fromkeys(unusual))

    def tags(self, profile: NeedProfile | CapabilityProfile) -> frozenset[str]:
        """Return the subject words of tags, folded; a concept id gives its words as well."""
        language = language_of(profile.passages)
        return frozenset(
            fold(word)
            for tag in profile.tags
            for token in self.analyser.tokens(tag.replace("_", " "), language)
            if not token.stop
            for word in (token.lemma, *token.parts)
        )
