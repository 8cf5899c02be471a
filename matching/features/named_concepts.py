"""Which concepts a text and its tags name, as weights over all concepts; broader ones follow with less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.features.concept_matrix import Knowledge
from matching.features.documents import language_of
from matching.profiles import Passage
from matching.text.word_analysis import Token
from matching.vocabulary.mentions import ConceptNames

_BROADER_STEP: Final = 0.5


class Naming:
    """Knows the names of concepts and what is broader than each."""

    def __init__(self, names: ConceptNames, knowledge: Knowledge) -> None:
        self._names = names
        self._knowledge = knowledge

    def of(self, passages: Sequence[Passage], tags: Sequence[str]) -> RealArray:
        """Return one for every concept that is named, and less for broader ones, shape (K,)."""
        language = language_of(passages)
        weights = np.zeros(len(self._knowledge.concepts))
        texts = [*((each.text, each.language or language) for each in passages), *((tag, language) for tag in tags)]
        for text, text_language in texts:
            for mention in self._names.find(text, text_language):
                for concept in mention.concepts:
                    self._add(weights, concept)
        for tag in tags:
            self._add(weights, tag)
        return weights

    def names_alone(self, passages: Sequence[Passage], tokens: Sequence[Token]) -> bool:
        """Tell whether a text, `tokens` its words, says nothing but concepts' names."""
        language = language_of(passages)
        named = sum(
            mention.words for each in passages for mention in self._names.find(each.text, each.language or language)
        )
        return named >= sum(not token.stop for token in tokens)

    def _add(self, weights: RealArray, concept: str) -> None:
        row = self._knowledge.row_of.get(concept)
        if row is None:
            return
        weights[row] = 1.0
        for step, above in enumerate(self._knowledge.steps[row], start=1):
            weights[above] = max(weights[above], _BROADER_STEP**step)
