"""What the vocabulary means to the engine: every concept as words, as pieces of words and as a point of meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching import artefacts
from matching.artefacts import Artefacts
from matching.encoders import Encoder
from matching.features import WIDTH, Counts, SparseRow, letter_counts, total, weighted, word_counts
from matching.text import Analyser, Token
from matching.vectors import VectorStore, vectors_of
from matching.vocabulary import Concept, Vocabulary

RealArray = NDArray[np.float64]


def unit(vectors: RealArray) -> RealArray:
    """Return vectors scaled to length one along the last axis; a zero vector stays zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0))


def concept_tokens(concept: Concept, analyser: Analyser) -> list[tuple[Token, ...]]:
    """Return the words of every text that a concept has: names, problem phrases, need statements."""
    named = [(name, language) for language, said in concept.wordings.items() for name in said.names]
    phrases = [(phrase, language) for language, phrase in concept.phrases()]
    needs = [(text, language) for language, text in concept.needs]
    return [analyser.tokens(text, language) for text, language in (*named, *phrases, *needs)]


def concept_texts(concept: Concept) -> list[tuple[str, str]]:
    """Return (language, text) of a concept's names, one text per language, as they are encoded."""
    return [
        (language, f"{said.label}. {', '.join(said.synonyms)}" if said.synonyms else said.label)
        for language, said in concept.wordings.items()
    ]


@dataclass(frozen=True)
class Knowledge:
    """The vocabulary in numbers: K concepts in the vocabulary's order.

    `prototypes` has shape (K, dimension), zeros without an encoder. `word_texts` and `letter_texts` are sparse
    (K, WIDTH), rows of length one. `steps` names each concept's broader ones, nearest first, as row numbers.
    """

    concepts: tuple[str, ...]
    row_of: dict[str, int]
    steps: tuple[tuple[int, ...], ...]
    prototypes: RealArray
    map: RealArray
    means: dict[str, RealArray]
    word_rarity: RealArray
    letter_rarity: RealArray
    word_texts: sparse.csr_matrix
    letter_texts: sparse.csr_matrix

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
        counts = [_counts(concept, analyser) for concept in changed]
        prototypes, points, means = _meaning(vocabulary, changed, encoder, vectors, stored=stored, sources=sources)
        return cls(
            concepts=concepts,
            row_of=row_of,
            steps=tuple(tuple(row_of[above] for above in vocabulary.ancestors(each)) for each in concepts),
            prototypes=prototypes,
            map=points,
            means=means,
            word_rarity=stored.word_rarity,
            letter_rarity=stored.letter_rarity,
            word_texts=_texts(stored.word_texts, sources, [weighted(each, stored.word_rarity) for each, _ in counts]),
            letter_texts=_texts(
                stored.letter_texts, sources, [weighted(each, stored.letter_rarity) for _, each in counts]
            ),
        )


def _source(concept: Concept, kept: dict[str, tuple[str, int]]) -> int:
    digest, row = kept.get(concept.id, ("", -1))
    return row if digest == concept.digest()[: len(digest)] else -1


def _counts(concept: Concept, analyser: Analyser) -> tuple[Counts, Counts]:
    texts = concept_tokens(concept, analyser)
    return total([word_counts(text) for text in texts]), total([letter_counts(text) for text in texts])


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


def _meaning(
    vocabulary: Vocabulary,
    changed: Sequence[Concept],
    encoder: Encoder | None,
    vectors: VectorStore,
    *,
    stored: Artefacts,
    sources: Sequence[int],
) -> tuple[RealArray, RealArray, dict[str, RealArray]]:
    """Return prototypes, map and language means for an encoder; other models than the stored one get no map."""
    if encoder is None:
        return np.zeros((len(sources), 0)), np.zeros((0, 0)), {}
    if encoder.name == stored.model:
        new = iter(prototypes_of(changed, encoder, vectors, stored.map, dict(stored.means)))
        rows = [stored.prototypes[source] if source >= 0 else next(new) for source in sources]
        return np.stack(rows), stored.map, dict(stored.means)
    concepts = list(vocabulary.concepts.values())
    means = language_means(concepts, encoder, vectors)
    points = np.eye(encoder.dimension)
    return prototypes_of(concepts, encoder, vectors, points, means), points, means


def language_means(concepts: Sequence[Concept], encoder: Encoder, vectors: VectorStore) -> dict[str, RealArray]:
    """Return the mean vector of needs (need statements) and of capabilities (concept names), per language."""
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
    """Return unit vectors of (language, text), the mean of their role and language taken away."""
    kept = vectors_of([text for _, text in texts], "query" if role == "need" else "passage", encoder, vectors)
    centres = np.stack([means[f"{role}.{language}"] for language, _ in texts]) if texts else kept
    return unit(kept.astype(np.float64) - centres)


def prototypes_of(
    concepts: Sequence[Concept],
    encoder: Encoder,
    vectors: VectorStore,
    points: RealArray,
    means: dict[str, RealArray],
) -> RealArray:
    """Return a point per concept: its names' vector plus the mean of its mapped problem phrases, length one."""
    found = []
    for concept in concepts:
        names = unit(centred_texts(concept_texts(concept), "capability", encoder, vectors, means).sum(axis=0))
        phrases = list(concept.phrases())
        mapped = unit(centred_texts(phrases, "need", encoder, vectors, means) @ points.T)
        found.append(unit(names + unit(mapped.sum(axis=0))) if phrases else names)
    return np.stack(found) if found else np.zeros((0, encoder.dimension))
