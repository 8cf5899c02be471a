"""Which words of a need put the problem that a concept answers, measured against the concept's own wordings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import fsum

from matching.explanation.shared_words import Rarity
from matching.text.clauses import Clause, Word, best_words, word_of
from matching.text.word_analysis import Analyser
from matching.vocabulary.concepts import Concept, Vocabulary

# How like clauses are to a concept, each from 0 to 1; an encoder's answer, where there is one.
Likeness = Callable[[Sequence[str], str], Sequence[float]]
Texts = Callable[[Concept], Sequence[tuple[str, str]]]

# Of two words that a need shares with a problem phrase, both must be somewhat rare; a single one must be very rare.
_ENOUGH = 0.9
_ANYTHING = 0.05
# What a subject word that the phrases do not have adds to a quote, so that it reads as a whole.
_BESIDES = 0.12
# Measuring a clause costs an encoding; of a long text only so many that say most are measured.
_MOST_MEASURED = 12


@dataclass(frozen=True, slots=True)
class Put:
    """Words of a need that put a concept's problem; `weight` from 0 to 1.

    `text` tells which of the concept's texts shares them, where one does.
    """

    weight: float
    clause: Clause
    words: tuple[Word, ...]
    text: int | None = None


def problem_texts(concept: Concept) -> list[tuple[str, str]]:
    """Return (language, text) of the problems and needs that a concept answers."""
    return [*concept.phrases(), *concept.needs]


class ProblemWords:
    """Knows what every concept's problems, or other texts of it, are made of; a concept is read when first asked for.

    `texts` gives (language, text) of a concept.
    """

    def __init__(
        self, vocabulary: Vocabulary, analyser: Analyser, rarity: Rarity, texts: Texts = problem_texts
    ) -> None:
        self._vocabulary = vocabulary
        self._analyser = analyser
        self._rarity = rarity
        self._texts = texts
        self._texts_of = lru_cache(maxsize=2_000)(self._read)

    def find(self, concept: str, clauses: Sequence[Clause]) -> Put | None:
        """Return the words that put the concept's problem best, or None when no clause does."""
        return self._by_words(concept, clauses, _ENOUGH)

    def best(self, concept: str, clauses: Sequence[Clause], likeness: Likeness | None = None) -> Put | None:
        """Return the words that share most with the concept's texts, however little, or else the nearest ones."""
        return self._by_words(concept, clauses, _ANYTHING) or self.nearest(concept, clauses, likeness)

    def _by_words(self, concept: str, clauses: Sequence[Clause], enough: float) -> Put | None:
        best: tuple[float, Clause, frozenset[str], int] | None = None
        for clause in clauses:
            keys = {key: self._rarity(word.lemma) for word in clause.words if not word.stop for key in _keys(word)}
            for text, phrase in enumerate(self._texts_of(concept)):
                shared = frozenset(keys.keys() & phrase.keys())
                # Exact, and so the same in whatever order a set is gone through.
                weight = fsum(min(keys[key], phrase[key]) for key in shared)
                if best is None or weight > best[0] + 1e-9:
                    best = (weight, clause, shared, text)
        if best is None or best[0] < enough:
            return None
        weight, clause, shared, text = best
        words = best_words(clause, lambda word: self._worth(word, shared))
        return Put(min(1.0, weight / 2), clause, words, text)

    def nearest(self, concept: str, clauses: Sequence[Clause], likeness: Likeness | None = None) -> Put | None:
        """Return the words nearest to the concept, or those that say most when nothing measures nearness.

        None only for a need without a subject word.
        """
        worths = [sum(self._rarity(word.lemma) for word in clause.words if not word.stop) for clause in clauses]
        telling = sorted(range(len(clauses)), key=lambda place: (-worths[place], place))[:_MOST_MEASURED]
        if not telling or not worths[telling[0]]:
            return None
        values = [worths[place] for place in telling]
        if likeness is not None:
            values = list(likeness([clauses[place].text for place in telling], concept))
        at = max(range(len(telling)), key=lambda each: (values[each], -telling[each]))
        place, value = telling[at], values[at]
        clause = clauses[place]
        words = best_words(clause, lambda word: 0.0 if word.stop else self._rarity(word.lemma))
        return Put(min(1.0, value), clause, words)

    def _worth(self, word: Word, shared: frozenset[str]) -> float:
        if word.stop:
            return 0.0
        hit = any(key in shared for key in _keys(word))
        return self._rarity(word.lemma) * (1.0 if hit else _BESIDES)

    def _read(self, concept: str) -> tuple[dict[str, float], ...]:
        known = self._vocabulary.find(concept)
        return () if known is None else tuple(self._phrase(text, language) for language, text in self._texts(known))

    def _phrase(self, text: str, language: str) -> dict[str, float]:
        words = [word_of(token) for token in self._analyser.tokens(text, language) if not token.stop]
        return {key: self._rarity(word.lemma) for word in words for key in _keys(word)}


def _keys(word: Word) -> tuple[str, ...]:
    return (word.key, *word.parts)
