"""Sparse matrices of the pair finder: made of weights, scaled, cut, set side by side and multiplied pair by pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from matching.arrays import FloatArray, PlaceArray, RowArray
from matching.features.documents import Weights


def weight_rows(rows: Sequence[Weights]) -> sparse.csr_matrix:
    """Return sparse weights as rows, shape (len(rows), the last place in use + 1)."""
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.concatenate([np.zeros(0, dtype=np.int32), *(places for places, _ in rows)])
    values = np.concatenate([np.zeros(0), *(values for _, values in rows)]).astype(np.float32)
    return sparse.csr_matrix((values, places, ends), shape=(len(rows), int(places.max(initial=0)) + 1))


def scaled(matrix: sparse.csr_matrix, by_row: FloatArray) -> sparse.csr_matrix:
    """Return a matrix (n, m) with each row times its number in `by_row` (n,), in single precision."""
    values = matrix.data.astype(np.float32) * np.repeat(by_row, np.diff(matrix.indptr)).astype(np.float32)
    return sparse.csr_matrix((values, matrix.indices, matrix.indptr), shape=matrix.shape)


def greatest(matrix: sparse.csr_matrix, count: int) -> sparse.csr_matrix:
    """Keep the `count` greatest values of each row of a matrix (n, m), of equal ones the first; shape (n, m)."""
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    order = np.lexsort((-matrix.data, row))
    place = np.arange(len(row)) - np.repeat(matrix.indptr[:-1], np.diff(matrix.indptr))
    kept = np.sort(order[place < count])
    ends = np.searchsorted(row[kept], np.arange(matrix.shape[0] + 1))
    return sparse.csr_matrix((matrix.data[kept], matrix.indices[kept], ends), shape=matrix.shape)


def beside(parts: Sequence[sparse.csr_matrix], width: int) -> sparse.csr_matrix:
    """Return p matrices of n rows side by side, each `width` columns wide, shape (n, p × width)."""
    wide = (sparse.csr_matrix((each.data, each.indices, each.indptr), shape=(each.shape[0], width)) for each in parts)
    return sparse.hstack(list(wide), format="csr", dtype=np.float32)


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


def _compact(asked: sparse.csr_matrix) -> tuple[FloatArray, PlaceArray]:
    """Return a dense matrix of the columns in use, the first one zero, and where each column went (0: nowhere)."""
    column = np.zeros(asked.shape[1], dtype=np.int32)
    column[asked.indices] = 1
    used = np.flatnonzero(column)
    column[used] = np.arange(1, len(used) + 1)
    dense = np.zeros((asked.shape[0], len(used) + 1), dtype=np.float32)
    dense[np.repeat(np.arange(asked.shape[0]), np.diff(asked.indptr)), column[asked.indices]] = asked.data
    return dense, column
