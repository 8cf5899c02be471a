"""What the engine ships with, learned from the vocabulary: the list of words, the map, the concepts in numbers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from matching.arrays import RealArray
from matching.embeddings.concept_vectors import language_means, not_for_vectors_of, offer_vectors_of, prototypes_of
from matching.embeddings.encoders import Encoder, bundled
from matching.embeddings.vector_store import FileStore, VectorStore
from matching.features import artefacts
from matching.features.artefacts import Artefacts
from matching.features.concept_matrix import Knowledge, concept_tokens, not_for_tokens, stacked
from matching.features.hashing import Counts, char_ngram_counts, smoothed_idf, total, weighted, word_counts
from matching.learning.projection import Settings, examples_of, held_out_figures, learn_twice, name_vectors
from matching.text import lexicon
from matching.text.compounds import Splitter
from matching.text.word_analysis import Analyser, words_of
from matching.vocabulary.concepts import Vocabulary


def train_knowledge(words: Vocabulary, vectors: FileStore) -> None:
    """Write the list of words, the numbers of the vocabulary, and the figures of the map on held-out examples."""
    encoder, settings = bundled(), Settings()
    listed = lexicon.make(listed_words(words))
    splitter = Splitter(listed.frequency, words.trade_words())
    lexicon.save(lexicon.with_splits(listed, listed_words(words), splitter.split))
    lexicon.load.cache_clear()
    trained = train(words, encoder, vectors, settings)
    vectors.save()
    concepts = list(words.concepts.values())
    examples = examples_of(concepts, encoder, vectors, dict(trained.means))
    names = name_vectors(concepts, encoder, vectors, dict(trained.means))
    figures = held_out_figures(examples, names, settings)
    facts = {
        "model_version": encoder.version,
        "vocabulary": words.version,
        "concepts": len(words),
        "examples": len(examples.rows),
        "offers": sum(len(concept.offers) for concept in concepts),
        "seed": settings.seed,
        "held_out_hit@1_hit@5": figures,
    }
    artefacts.save(trained, facts)
    for name, figure in figures.items():
        print(f"{name:20} hit@1 {figure[0]:.3f}  hit@5 {figure[1]:.3f}")
    print(f"{len(words)} concepts, {len(examples.rows)} examples, vocabulary {words.version}")


def take_in(words: Vocabulary, vectors: VectorStore) -> None:
    """Write the trained numbers anew with the concepts and offers of today; the map and the idf stay as they are."""
    encoder, stored = bundled(), artefacts.load()
    analyser = Analyser(words.trade_words())
    concepts = list(words.concepts.values())
    known = Knowledge.of(words, analyser, encoder, vectors, stored)
    tokens = [concept_tokens(concept, analyser) for concept in concepts]
    by_words = [total([word_counts(text) for text in texts]) for texts in tokens]
    by_char_ngrams = [total([char_ngram_counts(text) for text in texts]) for texts in tokens]
    taken_in = replace(
        stored,
        concepts=known.concepts,
        digests=tuple(concept.digest()[:16] for concept in concepts),
        prototypes=known.prototypes,
        not_for_vectors=known.not_for_vectors,
        offer_vectors=offer_vectors_of(concepts, known.prototypes, encoder, vectors, dict(stored.means)),
        word_texts=stacked([weighted(counts, stored.word_idf) for counts in by_words]),
        char_ngram_texts=stacked([weighted(counts, stored.char_ngram_idf) for counts in by_char_ngrams]),
        not_for_words=known.not_for_words,
    )
    facts = json.loads((artefacts.DATA / "knowledge.json").read_text("utf-8"))
    facts |= {"taken_in": words.version, "concepts": len(concepts)}
    facts |= {"offers": sum(len(concept.offers) for concept in concepts)}
    del facts["model"]
    artefacts.save(taken_in, facts)
    print(f"{len(concepts)} concepts, {facts['offers']} offers, vocabulary {words.version}")


def train(words: Vocabulary, encoder: Encoder, vectors: VectorStore, settings: Settings) -> Artefacts:
    """Return everything that is shipped."""
    concepts = list(words.concepts.values())
    means = language_means(concepts, encoder, vectors)
    examples = examples_of(concepts, encoder, vectors, means)
    names = name_vectors(concepts, encoder, vectors, means)
    learned = learn_twice(examples, names, settings)
    # The map is shipped at half precision; vectors must be made with the map as it will be read.
    learned = learned.astype(np.float16).astype(np.float64)
    prototypes = prototypes_of(concepts, encoder, vectors, learned, means)
    analyser = Analyser(words.trade_words())
    tokens = [concept_tokens(concept, analyser) for concept in concepts]
    word_lists = [[word_counts(text) for text in texts] for texts in tokens]
    char_ngram_lists = [[char_ngram_counts(text) for text in texts] for texts in tokens]
    word_idf, char_ngram_idf = _idf(word_lists), _idf(char_ngram_lists)
    denied = [total([word_counts(text) for text in not_for_tokens(concept, analyser)]) for concept in concepts]
    return Artefacts(
        model=encoder.name,
        concepts=tuple(words.concepts),
        digests=tuple(concept.digest()[:16] for concept in concepts),
        prototypes=prototypes,
        not_for_vectors=not_for_vectors_of(concepts, encoder, vectors, learned, means),
        offer_vectors=offer_vectors_of(concepts, prototypes, encoder, vectors, means),
        map=learned,
        means=means,
        word_idf=word_idf,
        char_ngram_idf=char_ngram_idf,
        word_texts=stacked([weighted(total(texts), word_idf) for texts in word_lists]),
        char_ngram_texts=stacked([weighted(total(texts), char_ngram_idf) for texts in char_ngram_lists]),
        not_for_words=stacked([weighted(counts, word_idf) for counts in denied]),
    )


def _idf(lists: Sequence[Sequence[Counts]]) -> RealArray:
    flat = smoothed_idf([counts for texts in lists for counts in texts])
    return flat.astype(np.float16).astype(np.float64)


def listed_words(words: Vocabulary) -> set[str]:
    """Return every word of the vocabulary's texts, in normal form."""
    texts = [
        text
        for concept in words.concepts.values()
        for said in concept.wordings.values()
        for text in (*said.names, *said.problems, *said.not_for)
    ]
    texts += [text for concept in words.concepts.values() for _, text in concept.needs]
    return {word for text in texts for word in words_of(text)}
