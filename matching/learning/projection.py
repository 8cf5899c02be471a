"""Learns the map that leads from problems, as companies put them, to the methods that answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.arrays import RealArray, RowArray
from matching.embeddings.concept_vectors import centred_texts, concept_texts, l2_normalized
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import VectorStore
from matching.vocabulary.concepts import Concept

SEED: Final = 20261121
HELD_OUT: Final = 0.1


@dataclass(frozen=True, slots=True)
class Settings:
    """How the map is learned: InfoNCE (van den Oord et al. 2018) against all concepts, Adam, decay to the identity."""

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
    rows: RowArray
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


def name_vectors(
    concepts: Sequence[Concept], encoder: Encoder, vectors: VectorStore, means: dict[str, RealArray]
) -> RealArray:
    """Return the concepts' names as unit vectors, both languages together, shape (K, dimension)."""
    texts = [concept_texts(concept) for concept in concepts]
    flat = centred_texts([each for text in texts for each in text], "capability", encoder, vectors, means)
    starts = np.cumsum([0, *(len(text) for text in texts)])[:-1]
    return l2_normalized(np.add.reduceat(flat, starts, axis=0))


def learn_map(vectors: RealArray, rows: RowArray, concept_vectors: RealArray, settings: Settings) -> RealArray:
    """Return the linear map (dimension, dimension) that leads texts to their concepts' vectors.

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
            slope = _slope(learned, vectors[chosen], rows[chosen], concept_vectors, settings.temperature)
            step += 1
            first = 0.9 * first + 0.1 * slope
            second = 0.999 * second + 0.001 * slope * slope
            move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
            learned -= settings.rate * (move + settings.decay * (learned - identity))
    return np.asarray(learned)


def phrase_vectors(examples: Examples, learned: RealArray, concept_vectors: RealArray) -> RealArray:
    """Return the concepts' vectors: each name's plus the mean of its mapped problem phrases, shape (K, dimension)."""
    phrases = examples.kinds == "phrase"
    centres = np.zeros_like(concept_vectors)
    np.add.at(centres, examples.rows[phrases], l2_normalized(examples.vectors[phrases] @ learned.T))
    return l2_normalized(concept_vectors + l2_normalized(centres))


def learn_twice(examples: Examples, concept_vectors: RealArray, settings: Settings) -> RealArray:
    """Return the map learned toward the vectors that a first map, learned toward the names, gives the concepts.

    `concept_vectors` (K, dimension) are those of the names; the map has shape (dimension, dimension).
    """
    first = learn_map(examples.vectors, examples.rows, concept_vectors, settings)
    return learn_map(examples.vectors, examples.rows, phrase_vectors(examples, first, concept_vectors), settings)


def _slope(
    learned: RealArray, vectors: RealArray, rows: RowArray, concept_vectors: RealArray, heat: float
) -> RealArray:
    """Return the gradient of the mean cross-entropy of choosing each text's concept among all."""
    mapped = vectors @ learned.T
    lengths = np.linalg.norm(mapped, axis=1, keepdims=True)
    directions = mapped / lengths
    logits = directions @ concept_vectors.T / heat
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    chances[np.arange(len(rows)), rows] -= 1.0
    pull = chances @ concept_vectors / (heat * len(rows))
    across = (pull - (pull * directions).sum(axis=1, keepdims=True) * directions) / lengths
    return np.asarray(across.T @ vectors)


def hit_rates(mapped: RealArray, rows: RowArray, concept_vectors: RealArray) -> tuple[float, float]:
    """Return how often a text's own concept is the nearest, and among the five nearest."""
    likeness = l2_normalized(mapped) @ concept_vectors.T
    better = (likeness > likeness[np.arange(len(rows)), rows][:, None]).sum(axis=1)
    return round(float((better == 0).mean()), 4), round(float((better < 5).mean()), 4)  # noqa: PLR2004 - "hit@5"


def held_out_figures(examples: Examples, concept_vectors: RealArray, settings: Settings) -> dict[str, list[float]]:
    """Learn without a tenth of the examples and return hit@1 and hit@5 on it, with and without the map."""
    away = np.random.default_rng(settings.seed + 1).random(len(examples.rows)) < HELD_OUT
    seen = Examples(examples.vectors[~away], examples.rows[~away], examples.kinds[~away])
    identity = np.eye(examples.vectors.shape[1])
    learned = learn_twice(seen, concept_vectors, settings)
    figures = {}
    for kind in ("phrase", "need"):
        chosen = away & (examples.kinds == kind)
        vectors, rows = examples.vectors[chosen], examples.rows[chosen]
        figures[f"{kind}, names alone"] = list(hit_rates(vectors, rows, concept_vectors))
        figures[f"{kind}, no map"] = list(hit_rates(vectors, rows, phrase_vectors(seen, identity, concept_vectors)))
        figures[f"{kind}, map"] = list(
            hit_rates(vectors @ learned.T, rows, phrase_vectors(seen, learned, concept_vectors))
        )
    return figures
