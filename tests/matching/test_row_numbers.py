"""Row numbers: edits in place, and an id keeps its row."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matching.storage.row_numbers import RowNumbers


def test_a_removed_row_is_given_to_the_next_new_id() -> None:
    rows = RowNumbers(["a", "b", "c"])
    assert rows.remove("b") == 1
    assert rows.put("d") == 1
    assert (rows.find("d"), rows.find("b"), len(rows), rows.height) == (1, None, 3, 3)


def test_an_id_keeps_its_row_while_others_come_and_go() -> None:
    rows = RowNumbers(["a", "b", "c"])
    rows.remove("a")
    rows.put("x")
    rows.put("y")
    assert rows.find("c") == 2
    assert rows.put("c") == 2


def test_removing_what_is_not_there_changes_nothing() -> None:
    rows = RowNumbers(["a"])
    assert rows.remove("b") is None
    assert rows.in_use().tolist() == [True]


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abcdefg")), max_size=60))
def test_rows_hold_exactly_what_was_put_and_not_removed(edits: list[tuple[bool, str]]) -> None:
    rows, expected = RowNumbers(), set[str]()
    for putting, each in edits:
        if putting:
            rows.put(each)
            expected.add(each)
        else:
            rows.remove(each)
            expected.discard(each)
    assert {each for each, _row in rows.items()} == expected
    assert all(rows.find(each) == row for each, row in rows.items())
    assert rows.in_use().sum() == len(expected) == len({row for _id, row in rows.items()})
