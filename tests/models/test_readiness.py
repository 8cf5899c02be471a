"""The gate "Öppen för företag"."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from models.readiness import gate_passed, overall_level, passed_count


@dataclass
class Item:
    """One item of the ladder."""

    number: int
    level: int | None


def ladder(core: int | None = 3, rest: int | None = 2, **changed: int | None) -> list[Item]:
    levels: dict[int, int | None] = {number: core if number <= 8 else rest for number in range(1, 15)}
    levels |= {int(name.removeprefix("item_")): level for name, level in changed.items()}
    return [Item(number, level) for number, level in levels.items()]


@pytest.mark.parametrize(
    ("items", "passes"),
    [
        (ladder(), True),
        (ladder(rest=None), True),
        (ladder(item_3=2), False),
        (ladder(item_3=None), False),
        (ladder(item_14=1), False),
        (ladder()[:13], False),
        ([], False),
    ],
)
def test_the_first_eight_need_three_and_the_rest_two_or_a_reason(items: list[Item], passes: bool) -> None:
    assert gate_passed(items) is passes


def test_the_level_is_the_lowest_item_and_never_an_average() -> None:
    assert overall_level(ladder(core=4, rest=4, item_9=1)) == 1
    assert overall_level(ladder(rest=None)) == 3
    assert overall_level(ladder()[:5]) == 0


def test_the_items_that_are_good_enough_are_counted() -> None:
    assert passed_count(ladder(item_1=0, item_9=None)) == 13
