"""Reads profiles: finds once what a need or a capability says, with a vocabulary and, when there is one, an encoder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.embeddings.concept_vectors import centred_texts, unit_length
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import VectorStore
from matching.features import concept_distribution
from matching.features.as_read import need_as_read
from matching.features.clean_reading import cleaned_profile
from matching.features.concept_distribution import sparse_weights
from matching.features.concept_matrix import Knowledge, stacked
from matching.features.documents import (
    CapabilityDocument,
    NeedDocument,
    full_text,
    language_of,
)
from matching.features.expansion import expanded_lengths
from matching.features.field_words import FieldWords, are_few
from matching.features.hashing import SparseRow, char_ngram_counts, weighted, word_counts
from matching.features.named_concepts import Naming
from matching.features.profile_words import ProfileWords
from matching.features.sentences import SentenceReader
from matching.profiles import CapabilityProfile, NeedProfile
from matching.text.language import resolve
from matching.vocabulary.concepts import Vocabulary
from matching.vocabulary.mentions import ConceptNames

RealArray = NDArray[np.float64]

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
        self._field_words = FieldWords(self.knowledge.word_idf)
        self._encoder = encoder
        self._vectors = vectors
        self._sentences = SentenceReader(names, self.knowledge, encoder, vectors) if encoder else None
        self.need = lru_cache(maxsize=4_000)(self._need)

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
        return unit_length(centred @ self.knowledge.map.T)

    def offered(self, texts: Sequence[tuple[str, str | None]]) -> RealArray:
        """Return where sentences of capabilities lie, each (text, language), shape (sentences, dimension).

        Raises LookupError without an encoder.
        """
        if self._encoder is None:
            raise LookupError("no encoder reads the meaning of texts")
        told = [(resolve(text, language), text) for text, language in texts]
        return centred_texts(told, "capability", self._encoder, self._vectors, self.knowledge.means)

    def _need(self, profile: NeedProfile) -> NeedDocument:
        """Return what a need says, without the mail that may stand around it; kept for the next time."""
        profile = need_as_read(profile)
        tokens = self._words.tokens(profile)
        words = weighted(word_counts(tokens), self.knowledge.word_idf)
        char_ngrams = weighted(char_ngram_counts(tokens), self.knowledge.char_ngram_idf)
        word_concepts = np.asarray(self.knowledge.word_texts @ words.dense())
        vector = self._meaning([profile], "need")
        # Row by row, as in the signal of meaning: the same sums with any number of threads.
        mapped = None if vector is None else unit_length(np.vecdot(self.knowledge.map, vector[0]))
        likeness = None if mapped is None else np.vecdot(self.knowledge.prototypes, mapped)
        named = unit_length(self._naming.of(profile.passages, profile.tags))
        few, names_alone = are_few(tokens), self._naming.names_alone(profile.passages, tokens)
        return NeedDocument(
            profile=profile,
            tokens=tokens,
            words=words,
            char_ngrams=char_ngrams,
            word_concepts=word_concepts,
            char_ngram_concepts=np.asarray(self.knowledge.char_ngram_texts @ char_ngrams.dense()),
            vector=None if vector is None else vector[0],
            mapped=mapped,
            concept_distribution=concept_distribution.of_need(
                likeness, word_concepts, self._asked_by_sentence(profile), named if few and names_alone else None
            ),
            against=self._against(words, word_concepts, mapped, likeness),
            named=named,
            tags=self._words.tags(profile),
            terms=self._words.terms(tokens),
            says_little=few and not profile.tags and not named.any() and not self._field_words.say_something(tokens),
        )

    def capabilities(self, profiles: Sequence[CapabilityProfile]) -> list[CapabilityDocument]:
        """Return what capabilities say; many at once cost less each."""
        if not profiles:
            return []
        profiles = [cleaned_profile(profile) for profile in profiles]
        vectors = self._meaning(profiles, "capability")
        tokens = [self._words.tokens(profile) for profile in profiles]
        words = [weighted(word_counts(each), self.knowledge.word_idf) for each in tokens]
        char_ngrams = [weighted(char_ngram_counts(each), self.knowledge.char_ngram_idf) for each in tokens]
        word_concepts = np.asarray((stacked(words) @ self.knowledge.word_texts.T).todense())
        named = np.stack([self._naming.of(profile.passages, profile.tags) for profile in profiles])
        likeness = None if vectors is None else vectors @ self.knowledge.offer_vectors.T
        meant, by_sentence = self._offered_by_sentence(profiles, named)
        likely = concept_distribution.of_capabilities(likeness, word_concepts, meant, by_sentence)
        expansions = [
            sparse_weights(unit_length(concept_distribution.expansion(each, names)), len(names))
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
                named=sparse_weights(unit_length(named[at]), len(self.knowledge.concepts)),
                tags=self._words.tags(profile),
                terms=self._words.terms(tokens[at]),
            )
            for at, profile in enumerate(profiles)
        ]

    def _asked_by_sentence(self, profile: NeedProfile) -> tuple[RealArray, RealArray] | None:
        """Return the cosines of a need's sentences with the concepts, of meaning and of words; None where it is one."""
        read = self._sentences.asked(profile) if self._sentences else None
        if read is None or not read.sentences:
            return None
        words = [
            weighted(word_counts(self.analyser.tokens(each.text, each.passage.language)), self.knowledge.word_idf)
            for each in read.sentences
        ]
        return read.likeness, np.asarray((stacked(words) @ self.knowledge.word_texts.T).todense())

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

    def _against(
        self, words: SparseRow, word_concepts: RealArray, mapped: RealArray | None, likeness: RealArray | None
    ) -> RealArray:
        denied = self.knowledge.not_for_words @ words.dense()
        if mapped is None or likeness is None:
            return concept_distribution.against(denied - word_concepts, None)
        # Opposite meaning counts as none, as in the signal of meaning.
        unlike = np.maximum(np.vecdot(self.knowledge.not_for_vectors, mapped), 0.0)
        return concept_distribution.against(denied - word_concepts, unlike - np.maximum(likeness, 0.0))
