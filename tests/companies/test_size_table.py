"""The decision table of SMF status: what a company declares year by year, the last year's class, the class in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from app.companies.commands import DeclarationCommand
from app.companies.size_explained import Lacking, explain_size
from app.companies.use_cases import weigh_size
from models.organisations import Company, Ownership, SmfDeclaration
from models.smf import SizeClass
from models.smf_basis import RelatedCompany, SizeBasis

AT = date(2030, 1, 1)


@dataclass(frozen=True)
class Year:
    """One declared year: heads, turnover and balance in millions; the rest as it mostly is."""

    heads: float | None = 9
    turnover: float | None = 1
    balance: float | None = 1
    related: tuple[RelatedCompany, ...] = ()
    rate: float | None = None
    owned: Ownership | None = None
    public: bool = False
    enterprise: bool = True
    owner: bool = False
    estimate: bool = False
    ends: date | None = None
    starts: date | None = None

    def command(self, turn: int) -> DeclarationCommand:
        """Return the declaration; years run on from 2020 unless they say otherwise."""
        turnover, balance = (None if each is None else each * 1e6 for each in (self.turnover, self.balance))
        currency = "SEK" if self.rate else "EUR"
        return DeclarationCommand(
            period_start=self.starts,
            period_end=self.ends or date(2020 + turn, 12, 31),
            ownership=self.owned or (Ownership.PARTNER if self.related else Ownership.AUTONOMOUS),
            publicly_owned=self.public,
            is_estimate=self.estimate,
            owner_changed=self.owner,
            declared_by="A",
            declared_on=date(2021, 1, 1),
            evidence=None,
            basis=SizeBasis(currency, self.rate, None, self.heads, turnover, balance, self.related),
            is_enterprise=self.enterprise,
        )


def part(share: float, heads: float | None = 100, money: float | None = 0, *, of_above: bool = False) -> RelatedCompany:
    amount = None if money is None else money * 1e6
    return RelatedCompany("B", share, heads, amount, amount, of_above=of_above)


def above(share: float, heads: float = 100) -> RelatedCompany:
    return part(share, heads, of_above=True)


def years(text: str) -> tuple[Year, ...]:
    """Return years of the classes that letters stand for, i for micro, s, m and l; n is publicly owned, u unknown."""
    by_letter = {"i": Year(), "s": Year(20), "m": Year(100), "l": Year(300), "n": Year(public=True), "u": Year(None)}
    return tuple(by_letter[letter] for letter in text)


# (years, the last year's class, the class in force after it)
CASES = {
    # micro: below, at and above each ceiling
    "micro, heads below": ((Year(9.9),), "micro", "micro"),
    "owners not known": ((Year(owned=Ownership.UNKNOWN),), "unknown", "unknown"),
    "owners not known, and large without them": ((Year(300, owned=Ownership.UNKNOWN),), "large", "large"),
    "linked companies not listed": ((Year(owned=Ownership.LINKED),), "unknown", "unknown"),
    "micro, heads at": ((Year(10),), "small", "small"),
    "micro, heads above": ((Year(10.1),), "small", "small"),
    "micro, turnover below": ((Year(9, 1.99, 99),), "micro", "micro"),
    "micro, turnover at": ((Year(9, 2, 99),), "micro", "micro"),
    "micro, turnover above": ((Year(9, 2.000001, 99),), "small", "small"),
    "micro, balance below": ((Year(9, 99, 1.99),), "micro", "micro"),
    "micro, balance at": ((Year(9, 99, 2),), "micro", "micro"),
    "micro, balance above": ((Year(9, 99, 2.000001),), "small", "small"),
    "micro, both above": ((Year(9, 2.1, 2.1),), "small", "small"),
    "nobody employed": ((Year(0, 0, 0),), "micro", "micro"),
    # small
    "small, heads below": ((Year(49.9, 9, 9),), "small", "small"),
    "small, heads at": ((Year(50, 9, 9),), "medium", "medium"),
    "small, heads above": ((Year(51, 9, 9),), "medium", "medium"),
    "small, turnover below": ((Year(49, 9.99, 99),), "small", "small"),
    "small, turnover at": ((Year(49, 10, 99),), "small", "small"),
    "small, turnover above": ((Year(49, 10.000001, 99),), "medium", "medium"),
    "small, balance below": ((Year(49, 99, 9.99),), "small", "small"),
    "small, balance at": ((Year(49, 99, 10),), "small", "small"),
    "small, balance above": ((Year(49, 99, 10.000001),), "medium", "medium"),
    # medium
    "medium, heads below": ((Year(249.9, 49, 42),), "medium", "medium"),
    "medium, heads at": ((Year(250, 49, 42),), "large", "large"),
    "medium, heads above": ((Year(251, 1, 1),), "large", "large"),
    "medium, turnover below": ((Year(249, 49.99, 99),), "medium", "medium"),
    "medium, turnover at": ((Year(249, 50, 99),), "medium", "medium"),
    "medium, turnover above": ((Year(249, 50.000001, 99),), "large", "large"),
    "medium, balance below": ((Year(249, 99, 42.99),), "medium", "medium"),
    "medium, balance at": ((Year(249, 99, 43),), "medium", "medium"),
    "medium, balance above": ((Year(249, 99, 43.000001),), "large", "large"),
    # what is missing
    "no heads": ((Year(None),), "unknown", "unknown"),
    "no amounts": ((Year(9, None, None),), "unknown", "unknown"),
    "one amount that holds": ((Year(9, None, 2),), "micro", "micro"),
    "one amount that does not": ((Year(9, None, 2.1),), "unknown", "unknown"),
    "one amount, heads large": ((Year(250, None, 1),), "large", "large"),
    # no enterprise, public owners
    "no enterprise": ((Year(enterprise=False),), "not_smf", "not_smf"),
    "public owners": ((Year(public=True),), "not_smf", "not_smf"),
    "public owners without figures": ((Year(None, None, None, public=True),), "not_smf", "not_smf"),
    # partners: 24,99 none, 25 to 50 by share, above 50 whole
    "share below a partner's": ((Year(9, related=(part(24.99),)),), "micro", "micro"),
    "a partner at 25": ((Year(9, related=(part(25, 4),)),), "small", "small"),
    "a partner at 25, just below": ((Year(9, related=(part(25, 3.9),)),), "micro", "micro"),
    "a partner at 50": ((Year(9, related=(part(50, 82),)),), "medium", "medium"),
    "a partner at 50, just below": ((Year(9, related=(part(50, 81.9),)),), "small", "small"),
    "linked above 50": ((Year(9, related=(part(50.01, 41),)),), "medium", "medium"),
    "linked above 50, just below": ((Year(9, related=(part(50.01, 40.9),)),), "small", "small"),
    "linked at 100": ((Year(9, related=(part(100, 241),)),), "large", "large"),
    "linked, its money counts": ((Year(9, 1, 1, related=(part(100, 0, 1.5),)),), "small", "small"),
    "a partner's money by share": ((Year(9, 1, 1, related=(part(40, 0, 2.5),)),), "micro", "micro"),
    "a partner's money above": ((Year(9, 1, 1, related=(part(40, 0, 2.6),)),), "small", "small"),
    "two partners": ((Year(9, related=(part(30, 2), part(30, 2))),), "small", "small"),
    "two small shares": ((Year(9, related=(part(20), part(20))),), "micro", "micro"),
    "a partner and a linked one": ((Year(9, related=(part(25, 100), part(60, 20))),), "medium", "medium"),
    # chains
    "linked of a linked one": ((Year(9, related=(part(60, 1), above(60, 241))),), "large", "large"),
    "partner of a linked one": ((Year(9, related=(part(60, 1), above(40, 100))),), "medium", "medium"),
    "too small a share of a linked one": ((Year(8, related=(part(60, 1), above(20, 900))),), "micro", "micro"),
    "linked of a partner, by its share": (
        (Year(9, related=(part(40, 1), above(60, 100))),),
        "small",
        "small",
    ),
    "partner of a partner": ((Year(8, related=(part(40, 1), above(40, 900))),), "micro", "micro"),
    "linked of too small a share": ((Year(9, related=(part(20, 1), above(100, 900))),), "micro", "micro"),
    "two of the one above": ((Year(9, related=(part(60, 1), above(60, 20), above(60, 20))),), "medium", "medium"),
    "a line after the chain": ((Year(9, related=(part(20), above(60), part(60, 41))),), "medium", "medium"),
    "a linked one's heads not known": ((Year(9, related=(part(60, None),)),), "unknown", "unknown"),
    "a linked one's money not known": ((Year(9, related=(part(60, 0, None),)),), "unknown", "unknown"),
    "not known, but too small a share": ((Year(9, related=(part(20, None, None),)),), "micro", "micro"),
    # kronor
    "kronor at the ceiling": ((Year(9, 23, 99, rate=11.5),), "micro", "micro"),
    "kronor above the ceiling": ((Year(9, 23.1, 23.1, rate=11.5),), "small", "small"),
    "the same kronor at another rate": ((Year(9, 23.1, 23.1, rate=11.55),), "micro", "micro"),
    "a linked one in kronor": ((Year(9, 11.5, 11.5, related=(part(100, 0, 12),), rate=11.5),), "small", "small"),
    # shorter and longer years: the company's own turnover for twelve months
    "half a year at half": (
        (Year(9, 0.9, 99, starts=date(2020, 7, 1), ends=date(2020, 12, 31)),),
        "micro",
        "micro",
    ),
    "half a year above half": (
        (Year(9, 1.1, 5, starts=date(2020, 7, 1), ends=date(2020, 12, 31)),),
        "small",
        "small",
    ),
    "eighteen months": ((Year(9, 2.9, 99, starts=date(2019, 7, 1), ends=date(2020, 12, 31)),), "micro", "micro"),
    "a linked one's year is its own": (
        (Year(9, 0.5, 5, related=(part(100, 0, 1),), starts=date(2020, 7, 1), ends=date(2020, 12, 31)),),
        "micro",
        "micro",
    ),
    # two years running
    "one year above": (years("is"), "small", "micro"),
    "two years above": (years("iss"), "small", "small"),
    "two years above, of different classes": (years("ism"), "medium", "small"),
    "two years above, the larger first": (years("ims"), "small", "small"),
    "up and down again": (years("isi"), "micro", "micro"),
    "one year below": (years("li"), "micro", "large"),
    "two years below, of different classes": (years("lsm"), "medium", "medium"),
    "two years below, the larger first": (years("lms"), "small", "medium"),
    "three years below": (years("lmss"), "small", "small"),
    "never two running": (years("lsls"), "small", "large"),
    "an unknown year between": (years("sul"), "large", "small"),
    "two unknown years": (years("suu"), "unknown", "unknown"),
    "small after unknown": (years("us"), "small", "small"),
    # at once
    "public owners come": (years("sn"), "not_smf", "not_smf"),
    "public owners go": (years("sns"), "small", "small"),
    "public owners go, larger": (years("snl"), "large", "large"),
    "a new owner": ((Year(20), Year(300, owner=True)), "large", "large"),
    "a new owner, smaller": ((Year(300), Year(9, owner=True)), "micro", "micro"),
    "a new owner and a year on": ((Year(20), Year(300, owner=True), Year(20)), "small", "large"),
    # estimates
    "a new firm's estimate": ((Year(5, 0, 0, estimate=True),), "micro", "micro"),
    "accounts beside the estimate": (
        (Year(5, estimate=True, ends=date(2020, 12, 31)), Year(20, ends=date(2020, 12, 31))),
        "small",
        "small",
    ),
}
# (the first year's estimate, the day) → the class
FIRST_YEAR = {
    "the day before": (date(2025, 12, 31), "unknown"),
    "its first day": (date(2026, 1, 1), "micro"),
    "within": (date(2026, 6, 15), "micro"),
    "its last day": (date(2026, 12, 31), "micro"),
}


def declare(of: tuple[Year, ...], day: date = AT) -> tuple[Company, SizeClass, SizeClass]:
    """Declare years one by one as the form does, and return the last year's class and the one in force."""
    company = Company(name="A", declarations=[])
    found = in_force = SizeClass.UNKNOWN
    for turn, year in enumerate(of):
        command = year.command(turn)
        found, in_force = weigh_size(company, command, today=day)
        company.declarations.append(SmfDeclaration(**_columns(command), size_class=found))
    return company, found, in_force


def _columns(command: DeclarationCommand) -> dict[str, object]:
    names = ("period_start", "period_end", "ownership", "publicly_owned", "is_estimate", "owner_changed")
    return {name: getattr(command, name) for name in names} | {"basis": command.basis.to_json()}


@pytest.mark.parametrize("name", CASES)
def test_what_is_declared_gives_the_class(name: str) -> None:
    declared, of_year, in_force = CASES[name]
    _company, found, today = declare(declared)
    assert (found.value, today.value) == (of_year, in_force)


@pytest.mark.parametrize("name", FIRST_YEAR)
def test_a_new_firms_estimate_covers_its_first_year(name: str) -> None:
    day, expected = FIRST_YEAR[name]
    estimate = Year(5, estimate=True, starts=date(2026, 1, 1), ends=date(2026, 12, 31))
    assert declare((estimate,), day)[2].value == expected


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(CASES) + len(FIRST_YEAR) >= 80


@pytest.mark.parametrize(
    ("year", "lacks"),
    [
        (Year(None), Lacking.HEADCOUNT),
        (Year(9, None, None), Lacking.AMOUNTS),
        (Year(9, related=(part(60, None),)), Lacking.RELATED_FIGURE),
        (Year(owned=Ownership.UNKNOWN), Lacking.OWNERSHIP),
        (Year(), Lacking.NEWER_YEAR),
        (Year(), Lacking.ORG_NUMBER),
        (Year(estimate=True), Lacking.ACCOUNTS),
    ],
)
def test_what_is_missing_is_said(year: Year, lacks: Lacking) -> None:
    company = declare((year,))[0]
    last = company.declarations[-1]
    basis = year.command(0).basis
    last.headcount, last.balance_eur = basis.headcount_in_all(), basis.balance_in_euro()
    assert lacks in explain_size(company, today=AT).lacking


def test_a_company_that_has_declared_nothing_lacks_that() -> None:
    company = Company(name="A", declarations=[], org_number="5599000012")
    explained = explain_size(company, today=AT)
    assert explained.lacking == (Lacking.DECLARATION,)
    assert explained.today_class is SizeClass.UNKNOWN


@pytest.mark.parametrize(
    ("between", "latest", "is_said"),
    [
        ((), Year(300, 60, 60, ends=date(2025, 12, 31)), True),
        ((Year(300, 60, 60, ends=date(2024, 12, 31)),), Year(300, 60, 60, ends=date(2025, 12, 31)), False),
        ((), Year(40, 9, 9, ends=date(2025, 12, 31)), False),
    ],
)
def test_a_year_that_is_missing_between_is_said_where_the_class_may_hang_on_it(
    between: tuple[Year, ...], latest: Year, *, is_said: bool
) -> None:
    company = declare((Year(40, 9, 9, ends=date(2023, 12, 31)), *between, latest))[0]
    assert (Lacking.YEAR_BETWEEN in explain_size(company, today=date(2026, 6, 1)).lacking) is is_said
