"""The rows of the index: edits in place, exact order, and restoring without encoding."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.index import FloatArray, GrowingMatrix, Rows, VectorIndex, top_places

DIMENSION = 8


def vectors(count: int, seed: int = 0) -> FloatArray:
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSION))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def test_a_removed_row_is_given_to_the_next_new_id() -> None:
    rows = Rows(["a", "b", "c"])
    assert rows.remove("b") == 1
    assert rows.put("d") == 1
    assert (rows.id_at(1), rows.find("b"), len(rows), rows.height) == ("d", None, 3, 3)


def test_an_id_keeps_its_row_while_others_come_and_go() -> None:
    rows = Rows(["a", "b", "c"])
    rows.remove("a")
    rows.put("x")
    rows.put("y")
    assert rows.find("c") == 2
    assert rows.put("c") == 2


def test_removing_what_is_not_there_changes_nothing() -> None:
    rows = Rows(["a"])
    assert rows.remove("b") is None
    assert rows.in_use().tolist() == [True]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abcdefg")), max_size=60))
def test_rows_hold_exactly_what_was_put_and_not_removed(edits: list[tuple[bool, str]]) -> None:
    rows, expected = Rows(), set[str]()
    for putting, each in edits:
        if putting:
            rows.put(each)
            expected.add(each)
        else:
            rows.remove(each)
            expected.discard(each)
    assert {each for each, _row in rows.items()} == expected
    assert all(rows.id_at(row) == each for each, row in rows.items())
    assert rows.in_use().sum() == len(expected) == len({row for _id, row in rows.items()})


def test_a_matrix_keeps_its_rows_when_it_grows() -> None:
    matrix, written = GrowingMatrix(DIMENSION), vectors(500)
    for row, vector in enumerate(written):
        matrix.put(row, vector)
    assert np.array_equal(matrix.rows, written)


def test_a_restored_matrix_can_be_edited_further() -> None:
    written = vectors(3)
    matrix = GrowingMatrix.restored(written)
    matrix.put(3, written[0])
    matrix.clear(1)
    assert np.array_equal(matrix.rows, np.stack([written[0], np.zeros(DIMENSION), written[2], written[0]]))


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="8 numbers"):
        GrowingMatrix(DIMENSION).put(0, np.zeros(3, dtype=np.float32))


def test_the_nearest_are_those_of_a_full_sort() -> None:
    stored, asked = vectors(300), vectors(1, seed=1)[0]
    index = VectorIndex(DIMENSION)
    for place, vector in enumerate(stored):
        index.put(f"c{place:03}", vector)
    expected = [f"c{place:03}" for place in np.argsort(-np.round(stored @ asked, 6), kind="stable")[:10]]
    assert [each for each, _score in index.nearest(asked, 10)] == expected


def test_an_edited_vector_is_found_in_its_new_place_and_a_removed_one_nowhere() -> None:
    stored = vectors(20)
    index = VectorIndex(DIMENSION)
    for place, vector in enumerate(stored):
        index.put(str(place), vector)
    index.put("3", stored[7])
    index.remove("7")
    found = index.nearest(stored[7], 20)
    assert found[0][0] == "3"
    assert found[0][1] == pytest.approx(1.0)
    assert "7" not in dict(found)
    assert len(found) == len(index) == 19


def test_equal_scores_are_ordered_by_id_whatever_the_order_they_came_in() -> None:
    vector = vectors(1)[0]
    orders = []
    for ids in ("bca", "acb"):
        index = VectorIndex(DIMENSION)
        for each in ids:
            index.put(each, vector)
        orders.append([each for each, _score in index.nearest(vector, 2)])
    assert orders == [["a", "b"], ["a", "b"]]


def test_an_empty_index_has_nothing_near() -> None:
    assert VectorIndex(DIMENSION).nearest(vectors(1)[0], 5) == []


def test_a_snapshot_survives_being_stored() -> None:
    index, stored = VectorIndex(DIMENSION), vectors(30)
    for place, vector in enumerate(stored):
        index.put(str(place), vector)
    index.remove("4")
    blob = io.BytesIO()
    np.savez(blob, allow_pickle=False, **index.snapshot())
    blob.seek(0)
    with np.load(blob, allow_pickle=False) as kept:
        restored = VectorIndex.restored(kept["ids"].tolist(), kept["vectors"])
    assert restored.nearest(stored[9], 29) == index.nearest(stored[9], 29)
    restored.put("new", stored[4])
    assert restored.nearest(stored[4], 1)[0][0] == "new"


def test_a_snapshot_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="one vector for each id"):
        VectorIndex.restored(["a", "a"], vectors(2))


@given(st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=40), st.integers(0, 50))
def test_top_places_agree_with_a_sort_even_with_many_ties(scores: list[float], k: int) -> None:
    ids = [f"{place * 7 % 41:02}" for place in range(len(scores))]
    expected = sorted(range(len(scores)), key=lambda place: (-scores[place], ids[place]))[:k]
    assert top_places(np.array(scores, dtype=np.float32), k, ids) == expected
