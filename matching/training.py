"""Learns from the vocabulary what the engine ships with: the map, the concepts' points and texts, the means.

`python -m matching.training` reads the vocabulary, encodes what it has not encoded before (kept under instance/), and
writes matching/data/lexicon.txt.gz, knowledge.npz and knowledge.json. Same vocabulary, same seed, same numbers.

`--judged CAPABILITIES NEEDS QRELS` measures every signal on judged pairs instead and writes their table;
`--weights` learns parameters.json from that table.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching import artefacts, judged_sets, lexicon, parameters, vocabulary, weights
from matching.artefacts import Artefacts
from matching.compounds import Splitter
from matching.encoders import Encoder, bundled
from matching.features import Counts, letter_counts, rarity_of, total, weighted, word_counts
from matching.knowledge import (
    centred_texts,
    concept_texts,
    concept_tokens,
    language_means,
    prototypes_of,
    stacked,
    unit,
)
from matching.parameters import Parameters
from matching.ranker import Engine
from matching.results import Strength
from matching.text import Analyser, words_of
from matching.vectors import FileStore, VectorStore
from matching.vocabulary import Concept, Vocabulary

RealArray = NDArray[np.float64]

SEED: Final = 20261121
KEPT_VECTORS: Final = Path("instance") / "training_vectors.npz"
HELD_OUT: Final = 0.1
# Judged sets have no deadlines that depend on the day; any fixed day makes the table the same tomorrow.
TODAY: Final = date(2026, 1, 1)
STRENGTHS: Final = {Strength.STRONG: 0.7, Strength.GOOD: 0.4}


@dataclass(frozen=True, slots=True)
class Settings:
    """How the map is learned: InfoNCE against all concepts, Adam, decay toward the identity."""

    epochs: int = 6
    batch: int = 256
    rate: float = 1e-3
    decay: float = 0.3
    temperature: float = 0.05
    seed: int = SEED


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learned from: centred unit vectors (n, dimension), the concept's row each belongs to, its kind."""

    vectors: RealArray
    rows: NDArray[np.intp]
    kinds: NDArray[np.str_]


def examples_of(
    concepts: Sequence[Concept], encoder: Encoder, vectors: VectorStore, means: dict[str, RealArray]
) -> Examples:
    """Return every problem phrase ("phrase") and need statement ("need") of the concepts."""
    found = [
        (row, kind, text)
        for row, concept in enumerate(concepts)
        for kind, texts in (("phrase", concept.phrases()), ("need", iter(concept.needs)))
        for text in texts
    ]
    centred = centred_texts([text for _, _, text in found], "need", encoder, vectors, means)
    return Examples(centred, np.array([row for row, _, _ in found]), np.array([kind for _, kind, _ in found]))


def name_points(
    concepts: Sequence[Concept], encoder: Encoder, vectors: VectorStore, means: dict[str, RealArray]
) -> RealArray:
    """Return the concepts' names as unit vectors, both languages together, shape (K, dimension)."""
    texts = [concept_texts(concept) for concept in concepts]
    flat = centred_texts([each for text in texts for each in text], "capability", encoder, vectors, means)
    starts = np.cumsum([0, *(len(text) for text in texts)])[:-1]
    return unit(np.add.reduceat(flat, starts, axis=0))


def learn_map(vectors: RealArray, rows: NDArray[np.intp], points: RealArray, settings: Settings) -> RealArray:
    """Return the linear map (dimension, dimension) that leads texts to their concepts' points.

    Starts at the identity and is pulled back to it, so that what no example speaks of stays where it is.
    """
    random = np.random.default_rng(settings.seed)
    identity = np.eye(vectors.shape[1])
    learned, first, second = identity.copy(), np.zeros_like(identity), np.zeros_like(identity)
    step = 0
    for _ in range(settings.epochs):
        order = random.permutation(len(vectors))
        for start in range(0, len(order), settings.batch):
            chosen = order[start : start + settings.batch]
            slope = _slope(learned, vectors[chosen], rows[chosen], points, settings.temperature)
            step += 1
            first = 0.9 * first + 0.1 * slope
            second = 0.999 * second + 0.001 * slope * slope
            move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
            learned -= settings.rate * (move + settings.decay * (learned - identity))
    return np.asarray(learned)


def phrase_points(examples: Examples, learned: RealArray, points: RealArray) -> RealArray:
    """Return the concepts' points: each name's plus the mean of its mapped problem phrases, shape (K, dimension)."""
    phrases = examples.kinds == "phrase"
    centres = np.zeros_like(points)
    np.add.at(centres, examples.rows[phrases], unit(examples.vectors[phrases] @ learned.T))
    return unit(points + unit(centres))


def learn_twice(examples: Examples, points: RealArray, settings: Settings) -> RealArray:
    """Return the map learned toward the points that a first map, learned toward the names, gives the concepts."""
    first = learn_map(examples.vectors, examples.rows, points, settings)
    return learn_map(examples.vectors, examples.rows, phrase_points(examples, first, points), settings)


def _slope(learned: RealArray, vectors: RealArray, rows: NDArray[np.intp], points: RealArray, heat: float) -> RealArray:
    """Return the gradient of the mean cross-entropy of choosing each text's concept among all."""
    mapped = vectors @ learned.T
    lengths = np.linalg.norm(mapped, axis=1, keepdims=True)
    directions = mapped / lengths
    logits = directions @ points.T / heat
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    chances[np.arange(len(rows)), rows] -= 1.0
    pull = chances @ points / (heat * len(rows))
    across = (pull - (pull * directions).sum(axis=1, keepdims=True) * directions) / lengths
    return np.asarray(across.T @ vectors)


def hit_rates(mapped: RealArray, rows: NDArray[np.intp], points: RealArray) -> tuple[float, float]:
    """Return how often a text's own concept is the nearest, and among the five nearest."""
    likeness = unit(mapped) @ points.T
    better = (likeness > likeness[np.arange(len(rows)), rows][:, None]).sum(axis=1)
    return round(float((better == 0).mean()), 4), round(float((better < 5).mean()), 4)  # noqa: PLR2004 - "hit@5"


def held_out_figures(examples: Examples, points: RealArray, settings: Settings) -> dict[str, list[float]]:
    """Learn without a tenth of the examples and return hit@1 and hit@5 on it, with and without the map."""
    away = np.random.default_rng(settings.seed + 1).random(len(examples.rows)) < HELD_OUT
    seen = Examples(examples.vectors[~away], examples.rows[~away], examples.kinds[~away])
    identity = np.eye(examples.vectors.shape[1])
    learned = learn_twice(seen, points, settings)
    figures = {}
    for kind in ("phrase", "need"):
        chosen = away & (examples.kinds == kind)
        vectors, rows = examples.vectors[chosen], examples.rows[chosen]
        figures[f"{kind}, names alone"] = list(hit_rates(vectors, rows, points))
        figures[f"{kind}, no map"] = list(hit_rates(vectors, rows, phrase_points(seen, identity, points)))
        figures[f"{kind}, map"] = list(hit_rates(vectors @ learned.T, rows, phrase_points(seen, learned, points)))
    return figures


def train(words: Vocabulary, encoder: Encoder, vectors: VectorStore, settings: Settings) -> Artefacts:
    """Return everything that is shipped."""
    concepts = list(words.concepts.values())
    means = language_means(concepts, encoder, vectors)
    examples = examples_of(concepts, encoder, vectors, means)
    points = name_points(concepts, encoder, vectors, means)
    learned = learn_twice(examples, points, settings)
    # The map is shipped at half precision; points must be made with the map as it will be read.
    learned = learned.astype(np.float16).astype(np.float64)
    analyser = Analyser(words.trade_words())
    tokens = [concept_tokens(concept, analyser) for concept in concepts]
    word_lists = [[word_counts(text) for text in texts] for texts in tokens]
    letter_lists = [[letter_counts(text) for text in texts] for texts in tokens]
    word_rarity, letter_rarity = _rarity(word_lists), _rarity(letter_lists)
    return Artefacts(
        model=encoder.name,
        concepts=tuple(words.concepts),
        digests=tuple(concept.digest()[:16] for concept in concepts),
        prototypes=prototypes_of(concepts, encoder, vectors, learned, means),
        map=learned,
        means=means,
        word_rarity=word_rarity,
        letter_rarity=letter_rarity,
        word_texts=stacked([weighted(total(texts), word_rarity) for texts in word_lists]),
        letter_texts=stacked([weighted(total(texts), letter_rarity) for texts in letter_lists]),
    )


def _rarity(lists: Sequence[Sequence[Counts]]) -> RealArray:
    flat = rarity_of([counts for texts in lists for counts in texts])
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


def measure_signals(files: Sequence[Path], vectors: FileStore) -> None:
    """Write the table of every signal's value for each pair of a judged set, with and without the encoder."""
    judged = judged_sets.read(*files)
    tables = {}
    for name, encoder in (("with_encoder", bundled()), ("without_encoder", None)):
        engine = Engine(vocabulary.load(), encoder, parameters.load(), vectors)
        engine.put(*judged.capabilities)
        tables[name] = weights.collect(engine, judged.needs, TODAY)
    weights.save(tables)


def learn_weights() -> None:
    """Learn the parameters from the shipped table and write them with the figures they reach."""
    ways, figures = {}, {}
    for name, pairs in weights.load().items():
        odd = pairs.odd()
        ways[name] = weights.learn(pairs.where(odd))
        figures[name] = {
            ids: weights.held(pairs.where(chosen), ways[name]) for ids, chosen in (("odd", odd), ("even", ~odd))
        }
        print(name, json.dumps(figures[name]))
    learned = Parameters(
        version=hashlib.sha256(weights.TABLE.read_bytes()).hexdigest()[:12],
        with_encoder=ways["with_encoder"],
        without_encoder=ways["without_encoder"],
        strengths=STRENGTHS,
    )
    content = parameters.to_json(learned) | {"figures": figures}
    parameters.PATH.write_text(json.dumps(content, indent=1) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the vocabulary's files and write the artefacts, or learn the weights."""
    parser = argparse.ArgumentParser(prog="python -m matching.training", description=__doc__)
    parser.add_argument("--vocabulary", type=Path, default=vocabulary.DEFAULT_FOLDER)
    parser.add_argument("--vectors", type=Path, default=KEPT_VECTORS, help="where encoded texts are kept")
    parser.add_argument("--judged", type=Path, nargs=3, metavar=("CAPABILITIES", "NEEDS", "QRELS"))
    parser.add_argument("--weights", action="store_true", help="learn the weights from the table of judged pairs")
    chosen = parser.parse_args(arguments)
    vectors = FileStore(chosen.vectors)
    if chosen.judged:
        measure_signals(chosen.judged, vectors)
    elif chosen.weights:
        learn_weights()
    else:
        train_knowledge(vocabulary.load(chosen.vocabulary), vectors)
    vectors.save()
    return 0


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
    points = name_points(concepts, encoder, vectors, dict(trained.means))
    figures = held_out_figures(examples, points, settings)
    facts = {
        "model_version": encoder.version,
        "vocabulary": words.version,
        "concepts": len(words),
        "examples": len(examples.rows),
        "seed": settings.seed,
        "held_out_hit@1_hit@5": figures,
    }
    artefacts.save(trained, facts)
    for name, figure in figures.items():
        print(f"{name:20} hit@1 {figure[0]:.3f}  hit@5 {figure[1]:.3f}")
    print(f"{len(words)} concepts, {len(examples.rows)} examples, vocabulary {words.version}")


if __name__ == "__main__":
    raise SystemExit(main())
