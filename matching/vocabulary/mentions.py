"""Where a text names a concept: labels and synonyms by lemma, in both languages, at their offsets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matching.text.word_analysis import LONGEST_TEXT, Analyser, Token, fold
from matching.vocabulary.concepts import Vocabulary
from matching.vocabulary.everyday_names import needs_case, written_as

_ACRONYM_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """A place `text[start:end]`, code points, with the concepts that it names, and of how many words."""

    start: int
    end: int
    concepts: tuple[str, ...]
    words: int


class ConceptNames:
    """All names of a vocabulary's concepts; a name that is an everyday word in small letters counts only as written.

    So do acronyms of three letters or fewer: "MS", "AR". An engine has one, which remembers the texts read
    last: limits, signals and reasons ask about the same ones.
    """

    def __init__(self, vocabulary: Vocabulary, analyser: Analyser) -> None:
        self.analyser = analyser
        # A text is asked about once for each thing that it turns down.
        self._found = lru_cache(maxsize=256)(self._find)
        self._concepts: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._cased: dict[str, dict[str, tuple[str, ...]]] = {}
        for concept in vocabulary.concepts.values():
            for language, wordings in concept.wordings.items():
                for name in wordings.names:
                    key = tuple(_key(token) for token in analyser.tokens(name, language))
                    if len(key) == 1 and needs_case(name):
                        self._add_cased(key[0], name, concept.id)
                    else:
                        self._add(key, concept.id)
        self._longest = max(map(len, self._concepts), default=1 if self._cased else 0)

    def _add(self, key: tuple[str, ...], concept: str) -> None:
        known = self._concepts.get(key, ())
        if key and concept not in known:
            self._concepts[key] = (*known, concept)

    def _add_cased(self, key: str, name: str, concept: str) -> None:
        names = self._cased.setdefault(key, {})
        if concept not in names.get(name, ()):
            names[name] = (*names.get(name, ()), concept)

    def find(self, text: str, language: str | None = None, start: int = 0, end: int | None = None) -> Iterator[Mention]:
        """Yield every mention that begins between two offsets, the longest at each word, in reading order."""
        mentions, starts = self._found(text[:LONGEST_TEXT], language)
        last = len(starts) if end is None else bisect_right(starts, end)
        yield from mentions[bisect_left(starts, start) : last]

    def _find(self, text: str, language: str | None) -> tuple[tuple[Mention, ...], tuple[int, ...]]:
        tokens = self.analyser.tokens(text, language)
        keys = [_key(token) for token in tokens]
        mentions = tuple(mention for first in range(len(tokens)) for mention in self._at(first, text, tokens, keys))
        return mentions, tuple(mention.start for mention in mentions)

    def _at(self, first: int, text: str, tokens: Sequence[Token], keys: Sequence[str]) -> Iterator[Mention]:
        for length in range(min(self._longest, len(tokens) - first), 0, -1):
            concepts = self._concepts.get(tuple(keys[first : first + length]), ())
            if length == 1:
                concepts = tuple(dict.fromkeys((*concepts, *self._written(keys[first], text, tokens[first]))))
            if concepts:
                last = tokens[first + length - 1]
                yield Mention(tokens[first].start, last.end, concepts, length)
                return

    def _written(self, key: str, text: str, token: Token) -> Iterator[str]:
        """Yield the concepts of names that need their capitals, where a word has them."""
        for name, concepts in self._cased.get(key, {}).items():
            if written_as(name, text, token.start, token.end):
                yield from concepts


def _key(token: Token) -> str:
    """Return what two forms of one word share; a short acronym keeps its capitals, so that "as" is not "AS"."""
    if token.acronym and len(token.form) <= _ACRONYM_LENGTH:
        return token.form.upper()
    return fold(token.lemma)
