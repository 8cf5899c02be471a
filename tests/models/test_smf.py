"""The size of a company, by Recommendation 2003/361/EC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from models.smf import SizeClass, class_on, classify


@dataclass
class Year:
    """One declared year."""

    headcount: float | None = 9
    turnover_eur: float | None = 1_000_000
    balance_eur: float | None = 1_000_000
    is_enterprise: bool = True
    publicly_owned: bool = False


@dataclass
class Declared:
    """One year's class."""

    period_end: date
    size_class: SizeClass
    owner_changed: bool = False


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (Year(), SizeClass.MICRO),
        (Year(headcount=10), SizeClass.SMALL),
        (Year(turnover_eur=2_000_000, balance_eur=9e9), SizeClass.MICRO),
        (Year(turnover_eur=2_000_001, balance_eur=2_000_001), SizeClass.SMALL),
        (Year(headcount=249, turnover_eur=51e6, balance_eur=43e6), SizeClass.MEDIUM),
        (Year(headcount=249, turnover_eur=51e6, balance_eur=43_000_001), SizeClass.LARGE),
        (Year(headcount=250), SizeClass.LARGE),
        (Year(headcount=None), SizeClass.UNKNOWN),
        (Year(turnover_eur=None, balance_eur=None), SizeClass.UNKNOWN),
        (Year(turnover_eur=None, balance_eur=3e6), SizeClass.UNKNOWN),
        (Year(turnover_eur=None, balance_eur=1e6), SizeClass.MICRO),
        (Year(publicly_owned=True), SizeClass.NOT_SMF),
        (Year(is_enterprise=False), SizeClass.NOT_SMF),
    ],
)
def test_heads_must_hold_and_one_of_the_two_amounts(year: Year, expected: SizeClass) -> None:
    assert classify(year) is expected


def test_a_class_changes_only_when_two_years_running_say_so() -> None:
    years = [
        Declared(date(2022, 12, 31), SizeClass.MEDIUM),
        Declared(date(2023, 12, 31), SizeClass.LARGE),
        Declared(date(2024, 12, 31), SizeClass.LARGE),
    ]
    assert class_on(years, date(2023, 6, 1)) is SizeClass.MEDIUM
    assert class_on(years, date(2024, 6, 1)) is SizeClass.MEDIUM
    assert class_on(years, date(2025, 6, 1)) is SizeClass.LARGE


def test_a_new_owner_counts_at_once() -> None:
    years = [
        Declared(date(2022, 12, 31), SizeClass.SMALL),
        Declared(date(2023, 12, 31), SizeClass.NOT_SMF, owner_changed=True),
    ]
    assert class_on(years, date(2024, 1, 1)) is SizeClass.NOT_SMF


def test_before_the_first_declaration_nothing_is_known_and_unknown_never_counts() -> None:
    years = [Declared(date(2024, 12, 31), SizeClass.SMALL)]
    before = class_on(years, date(2024, 1, 1))
    assert before is SizeClass.UNKNOWN
    assert not before.is_smf
