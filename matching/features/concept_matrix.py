"""What the vocabulary means to the engine: every concept as words, as pieces of words and as a point of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.arrays import RealArray
from matching.embeddings.concept_vectors import language_means, not_for_vectors_of, offer_vectors_of, prototypes_of
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import VectorStore
from matching.features import artefacts
from matching.features.artefacts import Artefacts
from matching.features.hashing import WIDTH, Counts, SparseRow, char_ngram_counts, total, weighted, word_counts
from matching.storage.by_column import ByColumn
from matching.text.word_analysis import Analyser, Token
from matching.vocabulary.concepts import Concept, Vocabulary
from matching.vocabulary.negated_phrases import affirmed_phrases


def concept_tokens(concept: Concept, analyser: Analyser) -> list[tuple[Token, ...]]:
    """Return the words of every text that a concept has: names, problem phrases, need statements, offers."""
    named = [(name, language) for language, said in concept.wordings.items() for name in said.names]
    phrases = [(phrase, language) for language, phrase in concept.phrases()]
    needs = [(text, language) for language, text in concept.needs]
    offers = [(text, language) for language, text in concept.offers]
    return [analyser.tokens(text, language) for text, language in (*named, *phrases, *needs, *offers)]


def not_for_tokens(concept: Concept, analyser: Analyser) -> list[tuple[Token, ...]]:
    """Return the words of everything that a concept is not for, affirmed."""
    return [analyser.tokens(text, language) for language, text in affirmed_phrases(concept)]


@dataclass(frozen=True)
class Knowledge:
    """The vocabulary in numbers: K concepts in the vocabulary's order.

    `prototypes`, `not_for_vectors` and `offer_vectors`, where needs, what it is not for and capabilities lie, have
    shape (K, dimension), no columns without an encoder. `word_texts`, `char_ngram_texts` and `not_for_words` are sparse
    (K, WIDTH), rows of length one, or empty for a concept that is said to be not for nothing; what is named `…_columns`
    are the same, turned, for the few words of a need. `steps` names each concept's broader ones, nearest first, as row
    numbers.
    """

    concepts: tuple[str, ...]
    row_of: dict[str, int]
    steps: tuple[tuple[int, ...], ...]
    prototypes: RealArray
    not_for_vectors: RealArray
    offer_vectors: RealArray
    map: RealArray
    means: dict[str, RealArray]
    word_idf: RealArray
    char_ngram_idf: RealArray
    word_texts: sparse.csr_matrix
    char_ngram_texts: sparse.csr_matrix
    not_for_words: sparse.csr_matrix
    word_columns: ByColumn
    char_ngram_columns: ByColumn
    not_for_columns: ByColumn

    @classmethod
    def of(
        cls,
        vocabulary: Vocabulary,
        analyser: Analyser,
        encoder: Encoder | None,
        vectors: VectorStore,
        stored: Artefacts | None = None,
    ) -> Knowledge:
        """Take stored numbers for every concept that is worded as it was then, and work out the others."""
        stored = stored or artefacts.load()
        concepts = tuple(vocabulary.concepts)
        row_of = {concept: row for row, concept in enumerate(concepts)}
        kept = dict(zip(stored.concepts, zip(stored.digests, range(len(stored.concepts)), strict=True), strict=True))
        sources = [_source(concept, kept) for concept in vocabulary.concepts.values()]
        changed = [vocabulary.concepts[each] for each, source in zip(concepts, sources, strict=True) if source < 0]
        texts = [concept_tokens(concept, analyser) for concept in changed]
        word_idf, char_ngram_idf = stored.word_idf, stored.char_ngram_idf
        words = [weighted(_words(each), word_idf) for each in texts]
        char_ngrams = [weighted(_char_ngrams(each), char_ngram_idf) for each in texts]
        against = [weighted(_words(not_for_tokens(concept, analyser)), word_idf) for concept in changed]
        word_texts = _texts(stored.word_texts, sources, words)
        char_ngram_texts = _texts(stored.char_ngram_texts, sources, char_ngrams)
        not_for_words = _texts(stored.not_for_words, sources, against)
        meaning = _meaning(vocabulary, changed, encoder, vectors, stored=stored, sources=sources)
        return cls(
            concepts=concepts,
            row_of=row_of,
            steps=tuple(tuple(row_of[above] for above in vocabulary.ancestors(each)) for each in concepts),
            prototypes=meaning.prototypes,
            not_for_vectors=meaning.not_for_vectors,
            offer_vectors=meaning.offer_vectors,
            map=meaning.map,
            means=meaning.means,
            word_idf=word_idf,
            char_ngram_idf=char_ngram_idf,
            word_texts=word_texts,
            char_ngram_texts=char_ngram_texts,
            not_for_words=not_for_words,
            word_columns=ByColumn(word_texts),
            char_ngram_columns=ByColumn(char_ngram_texts),
            not_for_columns=ByColumn(not_for_words),
        )


def _source(concept: Concept, kept: dict[str, tuple[str, int]]) -> int:
    digest, row = kept.get(concept.id, ("", -1))
    return row if digest == concept.digest()[: len(digest)] else -1


def _words(texts: Sequence[tuple[Token, ...]]) -> Counts:
    return total([word_counts(text) for text in texts])


def _char_ngrams(texts: Sequence[tuple[Token, ...]]) -> Counts:
    return total([char_ngram_counts(text) for text in texts])


def stacked(rows: Sequence[SparseRow]) -> sparse.csr_matrix:
    """Return sparse rows as one matrix, shape (len(rows), WIDTH)."""
    ends = np.cumsum([0, *(len(row.places) for row in rows)]).astype(np.int32)
    places = np.concatenate([np.zeros(0, dtype=np.int32), *(row.places for row in rows)])
    values = np.concatenate([np.zeros(0), *(row.values for row in rows)])
    return sparse.csr_matrix((values, places, ends), shape=(len(rows), WIDTH))


def _texts(stored: sparse.csr_matrix, sources: Sequence[int], new: Sequence[SparseRow]) -> sparse.csr_matrix:
    """Return the stored rows in the order of `sources`, the new ones where a source is negative."""
    if list(sources) == list(range(stored.shape[0])):
        return stored
    order, next_new = [], stored.shape[0]
    for source in sources:
        order.append(source if source >= 0 else next_new)
        next_new += source < 0
    return sparse.vstack([stored, stacked(new)], format="csr")[order]


@dataclass(frozen=True, slots=True)
class _ConceptVectors:
    prototypes: RealArray
    not_for_vectors: RealArray
    offer_vectors: RealArray
    map: RealArray
    means: dict[str, RealArray]


def _meaning(
    vocabulary: Vocabulary,
    changed: Sequence[Concept],
    encoder: Encoder | None,
    vectors: VectorStore,
    *,
    stored: Artefacts,
    sources: Sequence[int],
) -> _ConceptVectors:
    """Return the concepts' vectors for an encoder; other models than the stored one get no map."""
    if encoder is None:
        nowhere = np.zeros((len(sources), 0))
        return _ConceptVectors(nowhere, nowhere, nowhere, np.zeros((0, 0)), {})
    if encoder.name == stored.model:
        means = dict(stored.means)
        new = prototypes_of(changed, encoder, vectors, stored.map, means)
        against = not_for_vectors_of(changed, encoder, vectors, stored.map, means)
        return _ConceptVectors(
            _rows_of(stored.prototypes, sources, new),
            _rows_of(stored.not_for_vectors, sources, against),
            _rows_of(stored.offer_vectors, sources, offer_vectors_of(changed, new, encoder, vectors, means)),
            stored.map,
            means,
        )
    concepts = list(vocabulary.concepts.values())
    means = language_means(concepts, encoder, vectors)
    need_map = np.eye(encoder.dimension)
    prototypes = prototypes_of(concepts, encoder, vectors, need_map, means)
    return _ConceptVectors(
        prototypes,
        not_for_vectors_of(concepts, encoder, vectors, need_map, means),
        offer_vectors_of(concepts, prototypes, encoder, vectors, means),
        need_map,
        means,
    )


def _rows_of(stored: RealArray, sources: Sequence[int], new: RealArray) -> RealArray:
    """Return the stored rows in the order of `sources`, the new ones where a source is negative."""
    rest = iter(new)
    return np.stack([stored[source] if source >= 0 else next(rest) for source in sources])
