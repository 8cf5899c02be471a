"""The size of a company, by Recommendation 2003/361/EC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from models.smf import SizeClass, class_on, classify, for_twelve_months


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
    is_estimate: bool = False
    period_start: date | None = None


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


LARGE_2024 = Declared(date(2024, 12, 31), SizeClass.LARGE)
MICRO_2025 = Declared(date(2025, 12, 31), SizeClass.MICRO)


@pytest.mark.parametrize(
    "years",
    [
        # A gap between the two, two that share a day, and an estimate are no two years running.
        [LARGE_2024, Declared(date(2026, 12, 31), SizeClass.MICRO), Declared(date(2028, 12, 31), SizeClass.MICRO)],
        [LARGE_2024, MICRO_2025, Declared(date(2026, 6, 30), SizeClass.MICRO)],
        [LARGE_2024, MICRO_2025, Declared(date(2026, 12, 31), SizeClass.MICRO, is_estimate=True)],
        [LARGE_2024, Declared(date(2025, 12, 30), SizeClass.MICRO, is_estimate=True), MICRO_2025],
    ],
)
def test_what_are_no_two_years_running_change_no_class(years: list[Declared]) -> None:
    assert class_on(years, date(2030, 1, 1)) is SizeClass.LARGE
    running = [LARGE_2024, MICRO_2025, Declared(date(2026, 12, 31), SizeClass.MICRO)]
    assert class_on(running, date(2030, 1, 1)) is SizeClass.MICRO


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


def years(*classes: str, first: int = 2020, **last: bool) -> list[Declared]:
    """Years running with these classes; `last` is said of the last one."""
    made = [Declared(date(first + place, 12, 31), SizeClass(name)) for place, name in enumerate(classes)]
    for name, value in last.items():
        setattr(made[-1], name, value)
    return made


@pytest.mark.parametrize(
    ("classes", "in_force"),
    [
        ("large small medium", "medium"),  # two years below the ceiling of a large one, though of different classes
        ("large medium small", "medium"),
        ("large small", "large"),
        ("large small large small", "large"),  # never two years running
        ("large small small", "small"),
        ("micro medium small", "small"),  # two years above the first ceiling, one above the second
        ("micro small medium", "small"),
        ("micro large medium", "medium"),
        ("micro small medium medium", "medium"),
        ("small micro", "small"),
        ("small micro medium", "small"),  # one year below, one above
        ("small unknown small", "small"),
        ("small unknown", "small"),
        ("small unknown unknown", "unknown"),
        ("small unknown large", "small"),
        ("unknown small", "small"),
    ],
)
def test_two_years_beyond_a_ceiling_count_even_when_their_classes_differ(classes: str, in_force: str) -> None:
    assert class_on(years(*classes.split()), date(2030, 1, 1)).value == in_force


@pytest.mark.parametrize(
    ("classes", "in_force"),
    [
        ("small not_smf", "not_smf"),  # a quarter went to a public body: no matter of ceilings
        ("small small not_smf", "not_smf"),
        ("small not_smf small", "small"),
        ("not_smf medium", "medium"),
    ],
)
def test_public_ownership_counts_at_once_when_it_begins_and_ends(classes: str, in_force: str) -> None:
    assert class_on(years(*classes.split()), date(2030, 1, 1)).value == in_force


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (date(2025, 12, 31), "unknown"),
        (date(2026, 1, 1), "small"),
        (date(2026, 6, 15), "small"),
        (date(2026, 12, 31), "small"),
        (date(2027, 3, 1), "small"),
    ],
)
def test_a_new_firms_estimate_covers_the_year_it_is_for(day: date, in_force: str) -> None:
    assert class_on(years("small", first=2026, is_estimate=True), day).value == in_force


def test_accounts_of_a_year_cover_nothing_before_it_is_over() -> None:
    assert class_on(years("small", first=2026), date(2026, 6, 15)) is SizeClass.UNKNOWN


def test_a_first_year_longer_than_twelve_months_is_covered_from_its_first_day() -> None:
    long_year = years("micro", first=2026, is_estimate=True)
    long_year[0].period_start = date(2025, 9, 1)
    assert class_on(long_year, date(2025, 9, 1)) is SizeClass.MICRO
    assert class_on(long_year, date(2025, 8, 31)) is SizeClass.UNKNOWN


def test_an_estimate_counts_for_nothing_where_there_are_accounts_to_go_by() -> None:
    known = [*years("large", first=2025), *years("small", first=2026, is_estimate=True)]
    assert class_on(known, date(2026, 6, 15)) is SizeClass.LARGE


def test_accounts_take_the_place_of_the_estimate_once_the_year_is_over() -> None:
    known = [*years("small", first=2026, is_estimate=True), *years("large", first=2026)]
    assert class_on(known, date(2026, 6, 15)) is SizeClass.SMALL
    assert class_on(known, date(2026, 12, 31)) is SizeClass.LARGE


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, date(2025, 12, 31), 1_000_000),
        (None, date(2028, 2, 29), 1_000_000),
        (date(2024, 1, 1), date(2024, 12, 31), 1_000_000),
        (date(2025, 1, 1), date(2025, 6, 30), 1_000_000 * 365 / 181),
        (date(2024, 7, 1), date(2025, 12, 31), 1_000_000 * 365 / 549),
    ],
)
def test_a_turnover_is_brought_to_twelve_months(start: date | None, end: date, expected: float) -> None:
    assert for_twelve_months(1_000_000, start, end) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("headcount", "turnover", "balance", "expected"),
    [
        (headcount, turnover, balance, expected)
        for heads, turnover_ceiling, balance_ceiling, at, above in (
            (10, 2e6, 2e6, "micro", "small"),
            (50, 10e6, 10e6, "small", "medium"),
            (250, 50e6, 43e6, "medium", "large"),
        )
        for headcount, turnover, balance, expected in (
            (heads - 0.1, turnover_ceiling - 1, balance_ceiling - 1, at),
            (heads - 0.1, turnover_ceiling, balance_ceiling + 1, at),
            (heads - 0.1, turnover_ceiling + 1, balance_ceiling, at),
            (heads - 0.1, turnover_ceiling + 1, balance_ceiling + 1, above),
            (heads, turnover_ceiling - 1, balance_ceiling - 1, above),
            (heads + 1, turnover_ceiling, balance_ceiling, above),
        )
    ],
)
def test_every_ceiling_at_below_and_above(headcount: float, turnover: float, balance: float, expected: str) -> None:
    assert classify(Year(headcount, turnover, balance)).value == expected
