"""Documents of many needs and capabilities as arrays in single precision, signals already weighted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import sparse

from matching.arrays import FloatArray, RealArray
from matching.bulk.sparse_matrices import beside, greatest, scaled, tag_rows, weight_rows
from matching.features.concept_matrix import stacked
from matching.features.documents import EXPANSION_WEIGHT, CapabilityDocument, NeedDocument

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
        expansion = weight_rows([each.expansion for each in documents])
        likely = weight_rows([each.concept_distribution for each in documents]) * weights.get("problems", 0.0)
        likeliest = greatest(likely, _COARSE_CONCEPTS)
        named = weight_rows([each.named for each in documents]) * weights.get("concepts", 0.0)
        claimed = weight_rows([each.claimed for each in documents]) * weights.get("not_for", 0.0)
        width = max(matrix.shape[1] for matrix in (expansion, likely, named, claimed))
        parts = (
            EXPANSION_WEIGHT * scaled(expansion, by_char_ngrams),
            EXPANSION_WEIGHT * scaled(expansion, by_words),
            named,
            claimed,
        )
        dimension = next((len(each.vector) for each in documents if each.vector is not None), 0)
        both = by_char_ngrams + by_words
        columns = {tag: column for column, tag in enumerate(sorted(set().union(*(each.tags for each in documents))))}
        return cls(
            height=len(documents),
            vectors=_vectors([each.vector for each in documents], dimension),
            coarse=beside((EXPANSION_WEIGHT * scaled(expansion, both), likeliest), width),
            concepts=beside(parts, width),
            likely=beside((likely,), width),
            words=scaled(stacked([each.words for each in documents]), by_words),
            char_ngrams=scaled(stacked([each.char_ngrams for each in documents]), by_char_ngrams),
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


def _wide(values: FloatArray, width: int) -> FloatArray:
    return values[:, :width]


def _vectors(vectors: Sequence[RealArray | None], dimension: int) -> FloatArray:
    given = [np.zeros(dimension) if each is None else each[:dimension] for each in vectors]
    return np.array(given, dtype=np.float32).reshape(len(given), dimension)


def _lengths(lengths: Sequence[float]) -> FloatArray:
    return np.array([each or 1.0 for each in lengths], dtype=np.float32)
