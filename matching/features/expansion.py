"""A capability's own text expanded by the texts of concepts: how long the sum is, without writing it out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from matching.arrays import RealArray
from matching.features.concept_matrix import stacked
from matching.features.documents import EXPANSION_WEIGHT, Weights
from matching.features.hashing import SparseRow


def expanded_lengths(own: Sequence[SparseRow], expansions: Sequence[Weights], texts: sparse.csr_matrix) -> RealArray:
    """Return the length of own + EXPANSION_WEIGHT × the expansion's texts for each, shape (len(own),).

    `texts` (K, WIDTH) holds the concepts' texts.
    """
    ends = np.cumsum([0, *(len(places) for places, _ in expansions)])
    places = np.concatenate([places for places, _ in expansions])
    values = np.concatenate([values for _, values in expansions])
    weights = sparse.csr_matrix((values, places, ends), shape=(len(expansions), texts.shape[0]))
    expanded = stacked(own) + EXPANSION_WEIGHT * (weights @ texts)
    return np.asarray(np.sqrt(np.asarray(expanded.multiply(expanded).sum(axis=1)).ravel()))
