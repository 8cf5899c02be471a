"""Where texts and concepts lie in the space of meaning: centred per language, of length one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.arrays import RealArray
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import VectorStore, vectors_of
from matching.vocabulary.concepts import Concept
from matching.vocabulary.negated_phrases import affirmed_phrases

# How much a concept's offers weigh beside its names and problems in where capabilities lie, see docs/decisions.
_OFFERS_BESIDE_PROTOTYPE = 0.5


def l2_normalized(vectors: RealArray) -> RealArray:
    """Return vectors (..., dimension) scaled to length one along the last axis, same shape; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0))


def concept_texts(concept: Concept) -> list[tuple[str, str]]:
    """Return (language, text) of a concept's names, one text per language, as they are encoded."""
    return [
        (language, f"{said.label}. {', '.join(said.synonyms)}" if said.synonyms else said.label)
        for language, said in concept.wordings.items()
    ]


def language_means(concepts: Sequence[Concept], encoder: Encoder, vectors: VectorStore) -> dict[str, RealArray]:
    """Return the mean vector of needs (need statements) and of capabilities (concept names), per language.

    Each has shape (dimension,); the keys are "need.sv", "need.en", "capability.sv", "capability.en".
    """
    needs = [need for concept in concepts for need in concept.needs]
    names = [name for concept in concepts for name in concept_texts(concept)]
    means: dict[str, RealArray] = {}
    for role, texts, kind in (("need", needs, "query"), ("capability", names, "passage")):
        for language in ("sv", "en"):
            chosen = [text for each, text in texts if each == language] or [""]
            encoded = vectors_of(chosen, "query" if kind == "query" else "passage", encoder, vectors)
            means[f"{role}.{language}"] = encoded.mean(axis=0, dtype=np.float64)
    return means


def centred_texts(
    texts: Sequence[tuple[str, str]], role: str, encoder: Encoder, vectors: VectorStore, means: dict[str, RealArray]
) -> RealArray:
    """Return unit vectors of (language, text), shape (texts, dimension), the mean of role and language taken away."""
    kept = vectors_of([text for _, text in texts], "query" if role == "need" else "passage", encoder, vectors)
    centres = np.stack([means[f"{role}.{language}"] for language, _ in texts]) if texts else kept
    return l2_normalized(kept.astype(np.float64) - centres)


def prototypes_of(
    concepts: Sequence[Concept],
    encoder: Encoder,
    vectors: VectorStore,
    need_map: RealArray,
    means: dict[str, RealArray],
) -> RealArray:
    """Return per concept its names' vector plus the mean of its mapped problem phrases, shape (concepts, dimension).

    Rows have length one; `need_map` has shape (dimension, dimension).
    """
    found = []
    for concept in concepts:
        names = l2_normalized(centred_texts(concept_texts(concept), "capability", encoder, vectors, means).sum(axis=0))
        phrases = list(concept.phrases())
        mapped = l2_normalized(centred_texts(phrases, "need", encoder, vectors, means) @ need_map.T)
        found.append(l2_normalized(names + l2_normalized(mapped.sum(axis=0))) if phrases else names)
    return np.stack(found) if found else np.zeros((0, encoder.dimension))


def not_for_vectors_of(
    concepts: Sequence[Concept],
    encoder: Encoder,
    vectors: VectorStore,
    need_map: RealArray,
    means: dict[str, RealArray],
) -> RealArray:
    """Return per concept the mean of its mapped "not for" phrases, shape (concepts, dimension).

    Rows have length one, or are zeros for a concept that has none; `need_map` has shape (dimension, dimension).
    """
    phrases = [affirmed_phrases(concept) for concept in concepts]
    flat = [phrase for each in phrases for phrase in each]
    mapped = l2_normalized(centred_texts(flat, "need", encoder, vectors, means) @ need_map.T)
    owners = np.repeat(np.arange(len(concepts)), [len(each) for each in phrases])
    sums = np.zeros((len(concepts), encoder.dimension))
    np.add.at(sums, owners, mapped)
    return l2_normalized(sums)


def offer_vectors_of(
    concepts: Sequence[Concept],
    prototypes: RealArray,
    encoder: Encoder,
    vectors: VectorStore,
    means: dict[str, RealArray],
) -> RealArray:
    """Return per concept where capabilities that offer it lie: its prototype, drawn to the mean of its offers.

    Prototypes and result have shape (concepts, dimension), rows of length one. A concept without offers, as an edited
    one is, stays at its prototype.
    """
    flat = [offer for concept in concepts for offer in concept.offers]
    owners = np.repeat(np.arange(len(concepts)), [len(concept.offers) for concept in concepts])
    sums = np.zeros((len(concepts), encoder.dimension))
    np.add.at(sums, owners, centred_texts(flat, "capability", encoder, vectors, means))
    return l2_normalized(np.reshape(prototypes, sums.shape) + _OFFERS_BESIDE_PROTOTYPE * l2_normalized(sums))
