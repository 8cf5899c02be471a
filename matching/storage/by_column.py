"""A sparse matrix turned, for products with vectors that have few places."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from matching.arrays import PlaceArray, RealArray


class ByColumn:
    """A matrix column by column: what a product costs follows from the columns that it looks at."""

    def __init__(self, matrix: sparse.csr_matrix) -> None:
        turned = matrix.tocsc()
        turned.sort_indices()
        self._height = int(matrix.shape[0])
        self._ends = turned.indptr.astype(np.int64)
        self._rows, self._values = turned.indices, turned.data

    def times(self, places: PlaceArray, values: RealArray) -> RealArray:
        """Return the products of all rows with a sparse vector, shape (rows,).

        `places` rise. Each row is summed in the order of columns, as a product with the dense vector sums it, so that
        results are the same to the last bit.
        """
        starts, lengths = self._ends[places], self._ends[places + 1] - self._ends[places]
        skipped = np.cumsum(lengths) - lengths
        at = np.repeat(starts - skipped, lengths) + np.arange(int(lengths.sum()))
        products = self._values[at] * np.repeat(values, lengths)
        return np.bincount(self._rows[at], weights=products, minlength=self._height).astype(np.float64)
