"""Learns from the vocabulary what the engine ships with: the map, the concepts' vectors and texts, the means.

`python -m matching.learning.training` reads the vocabulary, encodes what it has not encoded before (kept under
instance/), and writes matching/data/lexicon.txt.gz, knowledge.npz and knowledge.json. Same vocabulary, same seed, same
numbers.

`--judged CAPABILITIES NEEDS QRELS` measures every signal on judged pairs instead and writes their table;
`--weights` learns parameters.json from that table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.embeddings.concept_vectors import language_means, not_for_vectors_of, offer_vectors_of, prototypes_of
from matching.embeddings.encoders import Encoder, bundled
from matching.embeddings.vector_store import FileStore, VectorStore
from matching.engine import Engine
from matching.features import artefacts
from matching.features.artefacts import Artefacts
from matching.features.concept_matrix import Knowledge, concept_tokens, not_for_tokens, stacked
from matching.features.hashing import Counts, char_ngram_counts, smoothed_idf, total, weighted, word_counts
from matching.learning import judged_pairs, judged_sets, weights
from matching.learning.projection import Settings, examples_of, held_out_figures, learn_twice, name_vectors
from matching.own_files import VOCABULARY
from matching.results import Strength
from matching.scoring import parameters
from matching.scoring.parameters import Parameters
from matching.text import lexicon
from matching.text.compounds import Splitter
from matching.text.tokens import Analyser, words_of
from matching.vocabulary import concepts as vocabulary
from matching.vocabulary.concepts import Vocabulary

RealArray = NDArray[np.float64]

KEPT_VECTORS: Final = Path("instance") / "training_vectors.npz"
# Judged sets have no deadlines that depend on the day; any fixed day makes the table the same tomorrow.
TODAY: Final = date(2026, 1, 1)
STRENGTHS: Final = {Strength.STRONG: 0.85, Strength.GOOD: 0.4}


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


def measure_signals(words: Vocabulary, files: Sequence[Path], vectors: FileStore) -> None:
    """Write the table of every signal's value for each pair of a judged set, with and without the encoder."""
    judged = judged_sets.read(*files)
    tables = {}
    for name, encoder in (("with_encoder", bundled()), ("without_encoder", None)):
        engine = Engine(words, encoder, parameters.load(), vectors)
        engine.put(*judged.capabilities)
        tables[name] = judged_pairs.collect(engine, judged.needs, TODAY)
    judged_pairs.save(tables)


def learn_weights() -> None:
    """Learn the parameters from the shipped table and write them with the figures they reach."""
    ways, figures = {}, {}
    for name, pairs in judged_pairs.load().items():
        odd = pairs.odd()
        ways[name] = weights.learn(pairs.where(odd))
        figures[name] = {
            ids: weights.held(pairs.where(chosen), ways[name]) for ids, chosen in (("odd", odd), ("even", ~odd))
        }
        print(name, json.dumps(figures[name]))
    learned = Parameters(
        version=hashlib.sha256(judged_pairs.TABLE.read_bytes()).hexdigest()[:12],
        with_encoder=ways["with_encoder"],
        without_encoder=ways["without_encoder"],
        strengths=STRENGTHS,
    )
    content = parameters.to_json(learned) | {"figures": figures}
    parameters.PATH.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the vocabulary's files and write the artefacts, or learn the weights."""
    parser = argparse.ArgumentParser(prog="python -m matching.learning.training", description=__doc__)
    parser.add_argument("--vocabulary", type=Path, default=VOCABULARY)
    parser.add_argument("--vectors", type=Path, default=KEPT_VECTORS, help="where encoded texts are kept")
    parser.add_argument("--judged", type=Path, nargs=3, metavar=("CAPABILITIES", "NEEDS", "QRELS"))
    parser.add_argument("--weights", action="store_true", help="learn the weights from the table of judged pairs")
    parser.add_argument("--new", action="store_true", help="only take new concepts and offers into what was trained")
    chosen = parser.parse_args(arguments)
    vectors = FileStore(chosen.vectors)
    if chosen.judged:
        measure_signals(vocabulary.load(chosen.vocabulary), chosen.judged, vectors)
    elif chosen.weights:
        learn_weights()
    elif chosen.new:
        take_in(vocabulary.load(chosen.vocabulary), vectors)
    else:
        train_knowledge(vocabulary.load(chosen.vocabulary), vectors)
    vectors.save()
    return 0


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


if __name__ == "__main__":
    raise SystemExit(main())
