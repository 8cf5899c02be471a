"""Learns from the vocabulary what the engine ships with: the map, the concepts' points and texts, the means.

`python -m matching.training` reads the vocabulary, encodes what it has not encoded before (kept under instance/), and
writes matching/data/knowledge.npz and knowledge.json. Same vocabulary, same seed, same numbers.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching import artefacts, vocabulary
from matching.artefacts import Artefacts
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
from matching.text import Analyser
from matching.vectors import FileStore, VectorStore
from matching.vocabulary import Concept, Vocabulary

RealArray = NDArray[np.float64]

SEED: Final = 20261121
KEPT_VECTORS: Final = Path("instance") / "training_vectors.npz"
HELD_OUT: Final = 0.1


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
    """Learn without a tenth of the examples and return hit@1 and hit@5 on it, before and after."""
    away = np.random.default_rng(settings.seed + 1).random(len(examples.rows)) < HELD_OUT
    learned = learn_map(examples.vectors[~away], examples.rows[~away], points, settings)
    figures = {}
    for kind in ("phrase", "need"):
        chosen = away & (examples.kinds == kind)
        vectors, rows = examples.vectors[chosen], examples.rows[chosen]
        figures[f"{kind}, identity"] = list(hit_rates(vectors, rows, points))
        figures[f"{kind}, map"] = list(hit_rates(vectors @ learned.T, rows, points))
    return figures


def train(words: Vocabulary, encoder: Encoder, vectors: VectorStore, settings: Settings) -> Artefacts:
    """Return everything that is shipped."""
    concepts = list(words.concepts.values())
    means = language_means(concepts, encoder, vectors)
    examples = examples_of(concepts, encoder, vectors, means)
    points = name_points(concepts, encoder, vectors, means)
    learned = learn_map(examples.vectors, examples.rows, points, settings)
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on the vocabulary's files and write the artefacts."""
    parser = argparse.ArgumentParser(prog="python -m matching.training", description=__doc__)
    parser.add_argument("--vocabulary", type=Path, default=vocabulary.DEFAULT_FOLDER)
    parser.add_argument("--vectors", type=Path, default=KEPT_VECTORS, help="where encoded texts are kept")
    parser.add_argument("--out", type=Path, default=artefacts.DATA)
    chosen = parser.parse_args(arguments)
    words, encoder, settings = vocabulary.load(chosen.vocabulary), bundled(), Settings()
    vectors = FileStore(chosen.vectors)
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
    artefacts.save(trained, facts, chosen.out)
    for name, figure in figures.items():
        print(f"{name:20} hit@1 {figure[0]:.3f}  hit@5 {figure[1]:.3f}")
    print(f"{len(words)} concepts, {len(examples.rows)} examples, vocabulary {words.version}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
