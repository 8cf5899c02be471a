"""Documents of many needs and capabilities as arrays in single precision, signals already weighted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.features.concept_matrix import stacked
from matching.features.documents import EXPANSION_WEIGHT, CapabilityDocument, NeedDocument

FloatArray = NDArray[np.float32]
RowArray = NDArray[np.intp]

# How many of the concepts that a capability may be about take part in the coarse score.
_COARSE_CONCEPTS: Final = 4


@dataclass(frozen=True)
class CapabilityArrays:
    """N capabilities, K concepts. Every value is multiplied by its signal's weight, so that products are amounts.

    `vectors` (N, dimension). `coarse` (N, 2K): the expansion and the likeliest concepts. `concepts` (N, 4K): the
    expansion by char n-grams and by words, named concepts, and those that it names itself for what they are not for;
    `likely` (N, K). `words`, `char_ngrams`, `tags` (N, features). `word_share` is how much the words of the expansion
    weigh beside its char n-grams in the coarse score.
    """

    height: int
    vectors: FloatArray
    coarse: sparse.csr_matrix
    concepts: sparse.csr_matrix
    likely: sparse.csr_matrix
    words: sparse.csr_matrix
    char_ngrams: sparse.csr_matrix
    word_share: float
    tags: sparse.csr_matrix
    tag_column: Mapping[str, int]

    @classmethod
    def of(cls, documents: Sequence[CapabilityDocument], weights: Mapping[str, float]) -> CapabilityArrays:
        """Lay out documents in their order; all of one vocabulary and one encoder."""
        by_char_ngrams = weights.get("spelling", 0.0) / _lengths([each.char_ngram_length for each in documents])
        by_words = weights.get("wording", 0.0) / _lengths([each.word_length for each in documents])
        expansion = _rows([each.expansion for each in documents])
        likely = _rows([each.concept_distribution for each in documents]) * weights.get("problems", 0.0)
        likeliest = _greatest(likely)
        named = _rows([each.named for each in documents]) * weights.get("concepts", 0.0)
        claimed = _rows([each.claimed for each in documents]) * weights.get("not_for", 0.0)
        width = max(matrix.shape[1] for matrix in (expansion, likely, named, claimed))
        parts = (
            EXPANSION_WEIGHT * _scaled(expansion, by_char_ngrams),
            EXPANSION_WEIGHT * _scaled(expansion, by_words),
            named,
            claimed,
        )
        dimension = next((len(each.vector) for each in documents if each.vector is not None), 0)
        both = by_char_ngrams + by_words
        columns = {tag: column for column, tag in enumerate(sorted(set().union(*(each.tags for each in documents))))}
        return cls(
            height=len(documents),
            vectors=_vectors([each.vector for each in documents], dimension),
            coarse=_beside((EXPANSION_WEIGHT * _scaled(expansion, both), likeliest), width),
            concepts=_beside(parts, width),
            likely=_beside((likely,), width),
            words=_scaled(stacked([each.words for each in documents]), by_words),
            char_ngrams=_scaled(stacked([each.char_ngrams for each in documents]), by_char_ngrams),
            word_share=float(np.median(by_words / np.where(both > 0, both, 1.0))) if len(documents) else 0.0,
            tags=tag_rows([each.tags for each in documents], columns) * weights.get("tags", 0.0),
            tag_column=columns,
        )


@dataclass(frozen=True)
class NeedArrays:
    """A block of B needs against CapabilityArrays: `direction`, `mapped` and `own` (B, dimension), weighted.

    `coarse` (2K, B), `concepts` (B, 4K), `likely` (B, K) dense; `words`, `char_ngrams`, `tags` (B, features) sparse.
    """

    direction: FloatArray
    mapped: FloatArray
    own: FloatArray
    coarse: FloatArray
    concepts: FloatArray
    likely: FloatArray
    words: sparse.csr_matrix
    char_ngrams: sparse.csr_matrix
    tags: sparse.csr_matrix

    @classmethod
    def of(
        cls, documents: Sequence[NeedDocument], weights: Mapping[str, float], offered: CapabilityArrays
    ) -> NeedArrays:
        """Lay out a block of documents."""
        dimension = offered.vectors.shape[1]
        mapped = _vectors([each.mapped for each in documents], dimension) * np.float32(weights.get("meaning", 0.0))
        own = _vectors([each.vector for each in documents], dimension) * np.float32(weights.get("likeness", 0.0))
        char_ngrams, words, likely, named, against = (
            np.stack([getattr(each, name) for each in documents], dtype=np.float32, casting="same_kind")
            for name in ("char_ngram_concepts", "word_concepts", "concept_distribution", "named", "against")
        )
        width = offered.coarse.shape[1] // 2
        share = np.float32(offered.word_share)
        texts = (1 - share) * char_ngrams + share * words
        coarse = np.hstack([_wide(texts, width), _wide(likely, width)])
        return cls(
            direction=mapped + own,
            mapped=mapped,
            own=own,
            coarse=np.ascontiguousarray(coarse.T),
            concepts=np.hstack([_wide(each, width) for each in (char_ngrams, words, named, against)]),
            likely=_wide(likely, width),
            words=stacked([each.words for each in documents]).astype(np.float32),
            char_ngrams=stacked([each.char_ngrams for each in documents]).astype(np.float32),
            tags=tag_rows([each.tags for each in documents], offered.tag_column),
        )

    def part(self, start: int, end: int) -> NeedArrays:
        """Return the needs from `start` to before `end`."""
        few = slice(start, end)
        return NeedArrays(
            direction=self.direction[few],
            mapped=self.mapped[few],
            own=self.own[few],
            coarse=np.ascontiguousarray(self.coarse[:, few]),
            concepts=self.concepts[few],
            likely=self.likely[few],
            words=self.words[few],
            char_ngrams=self.char_ngrams[few],
            tags=self.tags[few],
        )


def pair_products(
    offered: sparse.csr_matrix, asked: FloatArray | sparse.csr_matrix, row: RowArray, need: RowArray
) -> FloatArray:
    """Return the inner product of row `row` of offered and row `need` of asked for each pair, shape (pairs,).

    `asked` has fewer than 2³¹ places.
    """
    chosen = offered[row]
    dense, column = _compact(asked) if sparse.issparse(asked) else (asked, None)
    places = chosen.indices if column is None else column[chosen.indices]
    places = places + np.repeat((need * dense.shape[1]).astype(np.int32), np.diff(chosen.indptr))
    spread = sparse.csr_matrix((chosen.data, places, chosen.indptr), shape=(len(row), dense.size), copy=False)
    return np.asarray(spread @ dense.ravel(), dtype=np.float32)


def tag_rows(tags: Sequence[frozenset[str]], column: Mapping[str, int]) -> sparse.csr_matrix:
    """Return one row per set of tags with one over the root of their number, shape (sets, columns).

    The product of two rows is what the signal of tags gives; tags without a column meet nothing.
    """
    places = [sorted(column[tag] for tag in each if tag in column) for each in tags]
    values = [np.full(len(known), 1 / np.sqrt(max(1, len(each)))) for known, each in zip(places, tags, strict=True)]
    ends = np.cumsum([0, *map(len, places)])
    columns = np.array([place for each in places for place in each], dtype=np.int32)
    data = np.concatenate([np.zeros(0), *values]).astype(np.float32)
    return sparse.csr_matrix((data, columns, ends), shape=(len(tags), len(column)))


def _compact(asked: sparse.csr_matrix) -> tuple[FloatArray, NDArray[np.int32]]:
    """Return a dense matrix of the columns in use, the first one zero, and where each column went (0: nowhere)."""
    column = np.zeros(asked.shape[1], dtype=np.int32)
    column[asked.indices] = 1
    used = np.flatnonzero(column)
    column[used] = np.arange(1, len(used) + 1)
    dense = np.zeros((asked.shape[0], len(used) + 1), dtype=np.float32)
    dense[np.repeat(np.arange(asked.shape[0]), np.diff(asked.indptr)), column[asked.indices]] = asked.data
    return dense, column


def _lengths(lengths: Sequence[float]) -> FloatArray:
    return np.array([each or 1.0 for each in lengths], dtype=np.float32)


def _greatest(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Keep the _COARSE_CONCEPTS greatest values of each row, of equal ones the first."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((-matrix.data, row))
    place = np.arange(len(row)) - np.repeat(matrix.indptr[:-1], np.diff(matrix.indptr))
    kept = np.sort(order[place < _COARSE_CONCEPTS])
    ends = np.searchsorted(row[kept], np.arange(matrix.shape[0] + 1))
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)


def _rows(rows: Sequence[tuple[NDArray[np.int32], NDArray[np.float64]]]) -> sparse.csr_matrix:
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.concatenate([np.zeros(0, dtype=np.int32), *(places for places, _ in rows)])
    values = np.concatenate([np.zeros(0), *(values for _, values in rows)]).astype(np.float32)
    return sparse.csr_matrix((values, places, ends), shape=(len(rows), int(places.max(initial=0)) + 1))


def _scaled(matrix: sparse.csr_matrix, by_row: FloatArray) -> sparse.csr_matrix:
    values = matrix.data.astype(np.float32) * np.repeat(by_row, np.diff(matrix.indptr)).astype(np.float32)
    return sparse.csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def _beside(parts: Sequence[sparse.csr_matrix], width: int) -> sparse.csr_matrix:
    wide = (sparse.csr_matrix((each.data, each.indices, each.indptr), shape=(each.shape[0], width)) for each in parts)
    return sparse.hstack(list(wide), format="csr", dtype=np.float32)


def _wide(values: FloatArray, width: int) -> FloatArray:
    return values[:, :width]


def _vectors(vectors: Sequence[NDArray[np.float64] | None], dimension: int) -> FloatArray:
    given = [np.zeros(dimension) if each is None else each[:dimension] for each in vectors]
    return np.array(given, dtype=np.float32).reshape(len(given), dimension)
