"""De minimis aid: steps in order, three years to the day, euro to the cent."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from models.aid_rules import (
    ORDER,
    AidStep,
    counts_until,
    fullest,
    in_euro,
    may_take,
    may_take_back,
    next_step,
    reached,
    sum_on,
)
from models.smf_basis import RelatedCompany, SizeBasis
from models.working_days import weekdays_after

GRANTED = date(2026, 3, 15)
A_THOUSAND = [(GRANTED, Decimal(1000))]


@pytest.mark.parametrize(
    ("day", "counted"),
    [
        (date(2026, 3, 14), 0),
        (date(2026, 3, 15), 1000),
        (date(2029, 3, 14), 1000),
        (date(2029, 3, 15), 1000),
        (date(2029, 3, 16), 0),
    ],
)
def test_aid_counts_until_the_same_date_three_years_on(day: date, counted: int) -> None:
    assert sum_on(A_THOUSAND, day) == counted


def test_aid_of_a_leap_day_counts_until_the_28th() -> None:
    assert counts_until(date(2024, 2, 29)) == date(2027, 2, 28)
    assert counts_until(date(2025, 2, 28)) == date(2028, 2, 28)


def test_a_grant_that_is_entered_late_is_held_against_the_later_ones_as_well() -> None:
    granted = [(date(2024, 6, 1), Decimal(200)), (date(2026, 6, 1), Decimal(50)), (date(2025, 1, 1), Decimal(100))]
    assert fullest(granted, date(2025, 1, 1)) == 350
    # The first has fallen out before the last came, so no three years hold all of them.
    granted[1] = (date(2027, 6, 2), Decimal(50))
    assert fullest(granted, date(2025, 1, 1)) == 300
    assert fullest(granted, date(2027, 6, 2)) == 150


@pytest.mark.parametrize(
    ("kronor", "rate", "euro"),
    [("100000", "10", "10000.00"), ("0.05", "10", "0.01"), ("0.04", "10", "0.00"), ("184000", "11.4865", "16018.80")],
)
def test_kronor_become_euro_to_the_nearest_cent_half_a_cent_up(kronor: str, rate: str, euro: str) -> None:
    assert in_euro(Decimal(kronor), Decimal(rate)) == Decimal(euro)


def test_steps_are_taken_in_order_and_only_the_register_need_not_wait_for_the_delivery() -> None:
    for count, step in product(range(len(ORDER)), ORDER):
        taken = ORDER[:count]
        in_turn = step is ORDER[count]
        before_delivery = step is AidStep.REGISTERED and AidStep.APPROVED in taken
        assert may_take(step, taken) is (in_turn or before_delivery), (step, taken)
        assert next_step(taken) is ORDER[count]
    assert next_step(ORDER) is None
    assert reached(ORDER) is AidStep.REGISTERED
    early = {*ORDER[: ORDER.index(AidStep.STARTED)], AidStep.REGISTERED}
    assert reached(early) is AidStep.APPROVED
    assert next_step(early) is AidStep.STARTED


def test_a_step_is_taken_back_only_while_none_that_stands_rests_on_it() -> None:
    for count in range(1, len(ORDER) + 1):
        taken = ORDER[:count]
        for step in ORDER:
            last = step is taken[-1] or (step is AidStep.DELIVERED and count == len(ORDER))
            assert may_take_back(step, taken) is (last and step is not AidStep.VALUED), (step, taken)
    registered_early = {*ORDER[: ORDER.index(AidStep.STARTED)], AidStep.REGISTERED}
    assert not may_take_back(AidStep.APPROVED, registered_early)


def test_the_register_is_told_within_twenty_working_days() -> None:
    assert weekdays_after(date(2026, 12, 1), 20) == date(2026, 12, 29)
    assert weekdays_after(date(2026, 12, 5), 20) == date(2027, 1, 1)


def test_linked_is_who_counts_whole_for_the_size_too() -> None:
    def related(name: str, share: float, *, of_above: bool = False) -> RelatedCompany:
        return RelatedCompany(name, share, 1, 1, 1, of_above=of_above)

    lines = (
        related("Dotter", 100),
        related("Dotterdotter", 51, of_above=True),
        related("Delägd", 50),
        related("Delägds dotter", 90, of_above=True),
        related("Liten", 20),
    )
    basis = SizeBasis("EUR", None, None, 1, 1, 1, related=lines)
    assert basis.linked_names() == ["Dotter", "Dotterdotter"]
