"""Why a company has the class it has: the steps of Recommendation 2003/361/EC, and what is missing for them."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.organisations import Company, Ownership, SmfDeclaration
from models.smf import CEILINGS, SizeClass, class_on, follows, telling_on, walk_years
from models.smf_basis import SizeBasis

# The accounts of a year are there half a year after its end; older ones than a year and a half wait for newer.
_OLD = timedelta(days=548)


class Lacking(enum.StrEnum):
    """What is missing for a company's class, or makes it less sure."""

    DECLARATION = "declaration"
    HEADCOUNT = "headcount"
    AMOUNTS = "amounts"
    RELATED_FIGURE = "related_figure"
    OWNERSHIP = "ownership"
    RELATED = "related"
    EVIDENCE = "evidence"
    ACCOUNTS = "accounts"
    NEWER_YEAR = "newer_year"
    YEAR_BETWEEN = "year_between"
    ORG_NUMBER = "org_number"


@dataclass(frozen=True, slots=True)
class Measured:
    """One class's three ceilings held against the figures; None where a figure is not known."""

    size_class: SizeClass
    headcount: float
    turnover: float
    balance: float
    headcount_holds: bool | None
    turnover_holds: bool | None
    balance_holds: bool | None


@dataclass(frozen=True, slots=True)
class SizeExplained:
    """The steps: the year that tells on the day (`latest`) with its basis, its figures held against the ceilings.

    The years come one by one as well, also those that do not tell yet.
    """

    today_class: SizeClass
    latest: SmfDeclaration | None
    basis: SizeBasis | None
    turnover: float | None
    measured: tuple[Measured, ...]
    years: tuple[tuple[SmfDeclaration, SizeClass], ...]
    lacking: tuple[Lacking, ...]


def explain_size(company: Company, *, today: date) -> SizeExplained:
    """Return why a company has its class on a day; its declarations must be loaded."""
    telling = telling_on(company.declarations, today)
    latest = telling[-1] if telling else None
    turnover = latest.twelve_month_turnover() if latest else None
    return SizeExplained(
        today_class=class_on(company.declarations, today),
        latest=latest,
        basis=SizeBasis.from_json(latest.basis) if latest and latest.basis else None,
        turnover=turnover,
        measured=_measure(latest, turnover) if latest else (),
        years=tuple(walk_years(company.declarations)),
        lacking=tuple(why for why, applies in _lacks(company, latest, turnover, today) if applies),
    )


def _measure(year: SmfDeclaration, turnover: float | None) -> tuple[Measured, ...]:
    return tuple(
        Measured(
            size_class=ceiling.size_class,
            headcount=ceiling.headcount,
            turnover=ceiling.turnover,
            balance=ceiling.balance,
            headcount_holds=None if year.headcount is None else year.headcount < ceiling.headcount,
            turnover_holds=None if turnover is None else turnover <= ceiling.turnover,
            balance_holds=None if year.balance_eur is None else year.balance_eur <= ceiling.balance,
        )
        for ceiling in CEILINGS
    )


def _lacks(
    company: Company, latest: SmfDeclaration | None, turnover: float | None, today: date
) -> Sequence[tuple[Lacking, bool]]:
    number = (Lacking.ORG_NUMBER, company.org_number is None)
    if latest is None:
        return ((Lacking.DECLARATION, True), number)
    basis = SizeBasis.from_json(latest.basis) if latest.basis else None
    has_list = basis is not None and bool(basis.related)
    return (
        (Lacking.HEADCOUNT, latest.headcount is None and not has_list),
        (Lacking.AMOUNTS, turnover is None and latest.balance_eur is None and not has_list),
        (Lacking.RELATED_FIGURE, has_list and None in (latest.headcount, turnover, latest.balance_eur)),
        (Lacking.OWNERSHIP, latest.ownership is Ownership.UNKNOWN),
        (Lacking.RELATED, latest.ownership in (Ownership.PARTNER, Ownership.LINKED) and not has_list),
        (Lacking.EVIDENCE, not latest.evidence),
        (Lacking.ACCOUNTS, latest.is_estimate and latest.period_end < today),
        (Lacking.NEWER_YEAR, latest.period_end < today - _OLD),
        (Lacking.YEAR_BETWEEN, _lacks_year_between(company, today)),
        number,
    )


def _lacks_year_between(company: Company, today: date) -> bool:
    """Tell whether the latest year says another class than is in force, and the year before it is not known."""
    *earlier, (latest, in_force) = walk_years(telling_on(company.declarations, today))
    return bool(earlier) and latest.size_class is not in_force and not follows(latest, earlier[-1][0])
