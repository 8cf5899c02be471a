"""Rows that are put, replaced and removed give the products of the matrix that they stand for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.storage.sparse_rows import SparseRows

WIDTH = 12
EDITS = st.lists(
    st.tuples(st.integers(0, 6), st.dictionaries(st.integers(0, WIDTH - 1), st.floats(-2, 2), max_size=5)), max_size=60
)


@given(EDITS)
def test_products_are_those_of_the_dense_matrix_after_any_edits(edits: list[tuple[int, dict[int, float]]]) -> None:
    rows, dense = SparseRows(WIDTH), np.zeros((7, WIDTH))
    for row, entries in edits:
        places = np.array(sorted(entries), dtype=np.int32)
        values = np.array([entries[place] for place in places.tolist()])
        rows.put(row, places, values)
        dense[row] = 0.0
        dense[row, places] = values
    vector = np.arange(WIDTH, dtype=np.float64)
    assert np.allclose(rows.times(vector), (dense @ vector)[: rows.height])
    some = np.arange(rows.height)[::2]
    assert rows.times(vector, some).tolist() == rows.times(vector)[some].tolist()


@given(EDITS, st.dictionaries(st.integers(0, WIDTH - 1), st.floats(-2, 2), max_size=5), st.integers(0, 60))
def test_columns_give_the_same_to_the_last_bit_whenever_they_were_turned(
    edits: list[tuple[int, dict[int, float]]], asked: dict[int, float], turned_after: int
) -> None:
    rows, vector = SparseRows(WIDTH), np.zeros(WIDTH)
    places = np.array(sorted(asked), dtype=np.int32)
    values = np.array([asked[place] for place in places.tolist()], dtype=np.float64)
    vector[places] = values
    for number, (row, entries) in enumerate(edits):
        rows.put(row, np.array(sorted(entries), dtype=np.int32), np.array([entries[at] for at in sorted(entries)]))
        if number == turned_after:
            rows.times_few(places, values)
    assert rows.times_few(places, values).tolist() == rows.times(vector).tolist()


def test_many_edits_of_one_row_do_not_fill_the_memory() -> None:
    rows = SparseRows(WIDTH)
    for _ in range(20_000):
        rows.put(0, np.array([1, 2], dtype=np.int32), np.ones(2))
    assert len(rows._places) < 20_000
    assert rows.times(np.ones(WIDTH)).tolist() == [2.0]


def test_a_removed_row_is_zero() -> None:
    rows = SparseRows(WIDTH)
    rows.put(0, np.array([1], dtype=np.int32), np.ones(1))
    rows.put(2, np.array([1], dtype=np.int32), np.ones(1))
    rows.remove(0)
    assert rows.times(np.ones(WIDTH)).tolist() == [0.0, 0.0, 1.0]
