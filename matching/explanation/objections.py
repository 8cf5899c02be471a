"""The reason against a pair: the need asks for what a concept of the capability is not for."""

from __future__ import annotations

from collections.abc import Sequence

from matching.explanation.problem_words import Likeness, ProblemWords
from matching.explanation.shared_words import Rarity, everyday_rarity
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Quote, Reason
from matching.text.clauses import clauses, quote
from matching.vocabulary.concepts import Vocabulary
from matching.vocabulary.mentions import ConceptNames
from matching.vocabulary.negated_phrases import affirmed_phrases, denial_of


class Objections:
    """Tells what speaks against pairs, with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, names: ConceptNames, rarity: Rarity = everyday_rarity) -> None:
        self._vocabulary = vocabulary
        self._analyser = names.analyser
        self._names = names
        self._denials = ProblemWords(vocabulary, names.analyser, rarity, texts=affirmed_phrases)

    def find(
        self, need: NeedProfile, capability: CapabilityProfile, concept: str, weight: float, unlikeness: Likeness | None
    ) -> Reason:
        """Return the reason against; `unlikeness` tells how like clauses are to what the concept is not for.

        Raises KeyError for a concept that the vocabulary does not have.
        """
        asked = [clause for passage in need.passages for clause in clauses(passage, self._analyser)]
        put = self._denials.best(concept, asked, unlikeness)
        return Reason(
            "not_for",
            weight,
            concept,
            quote(put.clause.passage, put.words) if put else None,
            self._named(capability.passages, concept),
            denial_of(self._vocabulary.concepts[concept], (put and put.text) or 0),
        )

    def _named(self, passages: Sequence[Passage], concept: str) -> Quote | None:
        """Quote where a text first names the concept."""
        for passage in passages:
            for mention in self._names.find(passage.text, passage.language):
                if concept in mention.concepts:
                    return Quote(passage.field, mention.start, mention.end, passage.text[mention.start : mention.end])
        return None
