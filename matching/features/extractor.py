"""Reads profiles: finds once what a need or a capability says, with a vocabulary and, when there is one, an encoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.embeddings.concept_vectors import centred_texts, l2_normalized
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import VectorStore
from matching.features import concept_distribution
from matching.features.clean_reading import cleaned_profile
from matching.features.concept_distribution import sparse_weights
from matching.features.concept_matrix import Knowledge, stacked
from matching.features.documents import CapabilityDocument, full_text, language_of
from matching.features.expansion import expanded_lengths
from matching.features.hashing import char_ngram_counts, weighted, word_counts
from matching.features.named_concepts import Naming
from matching.features.need_reader import NeedReader
from matching.features.profile_words import ProfileWords
from matching.features.sentences import SentenceReader
from matching.hard_limits.elsewhere import without_elsewhere
from matching.profiles import CapabilityProfile, NeedProfile
from matching.text.language import resolve
from matching.vocabulary.concepts import Vocabulary
from matching.vocabulary.mentions import ConceptNames

# How many concepts are kept of what a capability may be about.
_KEPT: Final = 96


class Extractor:
    """Reads profiles with the help of a vocabulary and, when there is one, an encoder."""

    def __init__(
        self, vocabulary: Vocabulary, names: ConceptNames, encoder: Encoder | None, vectors: VectorStore
    ) -> None:
        self.names = names
        self.analyser = names.analyser
        self.knowledge = Knowledge.of(vocabulary, self.analyser, encoder, vectors)
        self._naming = Naming(names, self.knowledge)
        self._words = ProfileWords(self.analyser, self.knowledge.word_idf)
        self._encoder = encoder
        self._vectors = vectors
        self._sentences = SentenceReader(names, self.knowledge, encoder, vectors) if encoder else None
        self.need = NeedReader(self.knowledge, self._naming, self._words, self._meaning, self._sentences).need

    @property
    def has_encoder(self) -> bool:
        """Tell whether meaning is read as well as words."""
        return self._encoder is not None

    def mapped(self, clauses: Sequence[str]) -> RealArray:
        """Return where pieces of a need lie among the methods that answer them, shape (clauses, dimension).

        Raises LookupError without an encoder.
        """
        if self._encoder is None:
            raise LookupError("no encoder reads the meaning of texts")
        texts = [(resolve(clause, None), clause) for clause in clauses]
        centred = centred_texts(texts, "need", self._encoder, self._vectors, self.knowledge.means)
        return l2_normalized(centred @ self.knowledge.map.T)

    def offered(self, texts: Sequence[tuple[str, str | None]]) -> RealArray:
        """Return where sentences of capabilities lie, each (text, language), shape (sentences, dimension).

        Raises LookupError without an encoder.
        """
        if self._encoder is None:
            raise LookupError("no encoder reads the meaning of texts")
        told = [(resolve(text, language), text) for text, language in texts]
        return centred_texts(told, "capability", self._encoder, self._vectors, self.knowledge.means)

    def capabilities(self, profiles: Sequence[CapabilityProfile]) -> list[CapabilityDocument]:
        """Return what capabilities say; many at once cost less each."""
        if not profiles:
            return []
        profiles = [cleaned_profile(profile) for profile in profiles]
        vectors = self._meaning(profiles, "capability")
        own = [_without_elsewhere(profile) for profile in profiles]
        tokens = [self._words.tokens(each) for each in own]
        words = [weighted(word_counts(each), self.knowledge.word_idf) for each in tokens]
        char_ngrams = [weighted(char_ngram_counts(each), self.knowledge.char_ngram_idf) for each in tokens]
        word_concepts = np.asarray((stacked(words) @ self.knowledge.word_texts.T).todense())
        named = np.stack([self._naming.of(each.passages, each.tags) for each in own])
        likeness = None if vectors is None else vectors @ self.knowledge.offer_vectors.T
        meant, by_sentence = self._offered_by_sentence(profiles, named)
        likely = concept_distribution.of_capabilities(likeness, word_concepts, meant, by_sentence)
        expansions = [
            sparse_weights(l2_normalized(concept_distribution.expansion(each, names)), len(names))
            for each, names in zip(likely, meant, strict=True)
        ]
        word_lengths = expanded_lengths(words, expansions, self.knowledge.word_texts)
        char_ngram_lengths = expanded_lengths(char_ngrams, expansions, self.knowledge.char_ngram_texts)
        return [
            CapabilityDocument(
                profile=profile,
                tokens=tokens[at],
                words=words[at],
                char_ngrams=char_ngrams[at],
                expansion=expansions[at],
                word_length=float(word_lengths[at]),
                char_ngram_length=float(char_ngram_lengths[at]),
                vector=None if vectors is None else vectors[at],
                concept_distribution=sparse_weights(np.sqrt(likely[at]), _KEPT),
                named=sparse_weights(l2_normalized(named[at]), len(self.knowledge.concepts)),
                tags=self._words.tags(profile),
                terms=self._words.terms(tokens[at]),
            )
            for at, profile in enumerate(profiles)
        ]

    def _offered_by_sentence(
        self, profiles: Sequence[CapabilityProfile], named: RealArray
    ) -> tuple[RealArray, RealArray | None]:
        """Return how far capabilities mean what they name, and how likely their sentences are about each concept.

        Both of shape (n, K); without an encoder a name is taken at its word and sentences tell nothing.
        """
        if self._sentences is None:
            return np.where(named >= 1.0, 1.0, 0.0), None
        read = self._sentences.offered(profiles)
        meant = [self._sentences.meant(profile, each) for profile, each in zip(profiles, read, strict=True)]
        return np.stack(meant), np.stack([concept_distribution.of_sentences(each.likeness) for each in read])

    def _meaning(self, profiles: Sequence[NeedProfile | CapabilityProfile], role: str) -> RealArray | None:
        if self._encoder is None:
            return None
        texts = [(language_of(profile.passages), full_text(profile.passages)) for profile in profiles]
        return centred_texts(texts, role, self._encoder, self._vectors, self.knowledge.means)


def _without_elsewhere(profile: CapabilityProfile) -> CapabilityProfile:
    """Return a capability without the sentences that send elsewhere: their words are what others do."""
    told = tuple(replace(each, text=without_elsewhere(each.text)) for each in profile.passages)
    return replace(profile, passages=told)
