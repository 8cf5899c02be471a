"""How concepts are related: what is narrower, what is a sibling, and what says nearly the same."""

from __future__ import annotations

from collections import defaultdict

from matching.features.concept_matrix import Knowledge
from matching.vocabulary.concepts import Vocabulary

# Concepts whose vectors have this cosine are told apart by no quote.
_ALIKE = 0.60
_STEPS = 2


class Kinship:
    """Knows the family of every concept of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary, knowledge: Knowledge) -> None:
        self._vocabulary = vocabulary
        self._knowledge = knowledge
        self._narrower: defaultdict[str, set[str]] = defaultdict(set)
        self._children: defaultdict[str, set[str]] = defaultdict(set)
        for concept in vocabulary.concepts.values():
            for above in vocabulary.ancestors(concept.id)[:_STEPS]:
                self._narrower[above].add(concept.id)
            if concept.broader in vocabulary.concepts:
                self._children[str(concept.broader)].add(concept.id)

    def narrower(self, concept: str) -> list[str]:
        """Return the concepts at most two steps below one, by id."""
        return sorted(self._narrower.get(concept, ()))

    def siblings(self, concept: str) -> set[str]:
        """Return the other concepts of the same kind: mouse and rabbit are both animal models."""
        known = self._vocabulary.find(concept)
        return self._children.get(known.broader or "", set()) - {concept} if known else set()

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two concepts say nearly the same, or one is broader than the other."""
        if one == other or one in self._vocabulary.ancestors(other) or other in self._vocabulary.ancestors(one):
            return True
        return self.nearness(one, other) >= _ALIKE

    def nearness(self, one: str, other: str) -> float:
        """Return the cosine of two concepts' vectors; 0 without an encoder."""
        vectors = self._knowledge.prototypes
        mine, theirs = (self._knowledge.row_of.get(each) for each in (one, other))
        if mine is None or theirs is None or not vectors.size:
            return 0.0
        return float(vectors[mine] @ vectors[theirs])
