"""The size of a company by Commission Recommendation 2003/361/EC, as pure functions of declared figures."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

MILLION = 1_000_000


class SizeClass(enum.StrEnum):
    """What a company is in one year; only the first three are SMF, and unknown never counts."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    NOT_SMF = "not_smf"
    UNKNOWN = "unknown"

    @property
    def is_smf(self) -> bool:
        """Tell whether the class is one of the three that count as SMF."""
        return self in (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """One class: fewer heads than `headcount`, and at most one of the two amounts (euro) passed."""

    size_class: SizeClass
    headcount: float
    turnover: float
    balance: float


CEILINGS = (
    Ceiling(SizeClass.MICRO, 10, 2 * MILLION, 2 * MILLION),
    Ceiling(SizeClass.SMALL, 50, 10 * MILLION, 10 * MILLION),
    Ceiling(SizeClass.MEDIUM, 250, 50 * MILLION, 43 * MILLION),
)


class Figures(Protocol):
    """What `classify` reads; amounts in euro and for twelve months, partners and linked companies included."""

    headcount: float | None
    turnover_eur: float | None
    balance_eur: float | None
    is_enterprise: bool
    publicly_owned: bool


@dataclass(slots=True)
class YearlyFigures:
    """Figures for twelve months."""

    headcount: float | None
    turnover_eur: float | None
    balance_eur: float | None
    is_enterprise: bool
    publicly_owned: bool


class DatedClass(Protocol):
    """What `class_on` reads of a declaration; `period_start` is None for a year of twelve months."""

    period_start: date | None
    period_end: date
    size_class: SizeClass
    owner_changed: bool
    is_estimate: bool


D = TypeVar("D", bound=DatedClass)
_BY_CEILINGS = (SizeClass.MICRO, SizeClass.SMALL, SizeClass.MEDIUM, SizeClass.LARGE)
_DAYS_OF_A_YEAR = (365, 366)


def classify(figures: Figures) -> SizeClass:
    """Return the class that one year's figures give.

    The headcount must hold (strictly below), and one of the two money ceilings (at most). When a figure is missing
    and the class would depend on it, the answer is UNKNOWN.
    """
    if not figures.is_enterprise or figures.publicly_owned:
        return SizeClass.NOT_SMF
    if figures.headcount is None:
        return SizeClass.UNKNOWN
    amounts = (figures.turnover_eur, figures.balance_eur)
    if all(amount is None for amount in amounts):
        return SizeClass.UNKNOWN
    for ceiling in CEILINGS:
        if figures.headcount >= ceiling.headcount:
            continue
        if _holds(amounts[0], ceiling.turnover) or _holds(amounts[1], ceiling.balance):
            return ceiling.size_class
        if None in amounts:
            return SizeClass.UNKNOWN
    return SizeClass.LARGE


def _holds(amount: float | None, ceiling: float) -> bool:
    return amount is not None and amount <= ceiling


def first_day(period_start: date | None, period_end: date) -> date:
    """Return the first day of an accounting year: as given, else twelve months before the day after its last."""
    if period_start is not None:
        return period_start
    after = period_end + timedelta(days=1)
    return date(after.year - 1, 3, 1) if (after.month, after.day) == (2, 29) else after.replace(year=after.year - 1)


def for_twelve_months(amount: float | None, period_start: date | None, period_end: date) -> float | None:
    """Return what an amount earned over a shorter or longer accounting year comes to in twelve months (article 4.1)."""
    days = (period_end - first_day(period_start, period_end)).days + 1
    return amount if amount is None or days in _DAYS_OF_A_YEAR else round(amount * 365 / days, 2)


def class_on(declarations: Iterable[DatedClass], day: date) -> SizeClass:
    """Return the class in force on a day; a day of which no declaration tells is UNKNOWN."""
    telling = telling_on(declarations, day)
    return walk_years(telling)[-1][1] if telling else SizeClass.UNKNOWN


def telling_on(declarations: Iterable[D], day: date) -> list[D]:
    """Return the declarations that tell of a day, the latest last; accounts come after the estimate of their year.

    An accounting year tells from its last day on. The first one of a new firm tells earlier, from its first day, when
    it is an estimate (article 4.3).
    """
    known = sorted(declarations, key=lambda row: (row.period_end, not row.is_estimate))
    over = [row for row in known if row.period_end <= day]
    begun = (row for row in known if row.is_estimate and first_day(row.period_start, row.period_end) <= day)
    return over or list(begun)[:1]


def walk_years(years: Iterable[D]) -> list[tuple[D, SizeClass]]:
    """Return each accounting year, the earliest first, with the class in force once it was over.

    Accounts take the place of an estimate that they share a day with. Two years are running when the second begins the
    day after the first ends, and both are known by accounts: an estimate is for a new firm's first year alone.
    """
    in_force = last_found = SizeClass.UNKNOWN
    before: D | None = None
    walked = []
    for year in _with_accounts_first(years):
        found = year.size_class
        if before is None or before.is_estimate or year.is_estimate or not follows(year, before):
            last_found = SizeClass.UNKNOWN
        in_force = found if year.owner_changed else _after(in_force, last_found, found)
        before, last_found = year, found
        walked.append((year, in_force))
    return walked


def _with_accounts_first(years: Iterable[D]) -> list[D]:
    """Return the years in their order, without the estimates that accounts tell better."""
    ordered = sorted(years, key=lambda row: row.period_end)
    accounts = [row for row in ordered if not row.is_estimate]
    return [
        row
        for row in ordered
        if not row.is_estimate
        or not any(_begins(row) <= each.period_end and _begins(each) <= row.period_end for each in accounts)
    ]


def _begins(year: DatedClass) -> date:
    return first_day(year.period_start, year.period_end)


def follows(year: DatedClass, before: DatedClass) -> bool:
    """Tell whether an accounting year begins the day after another ended, so that they are two running."""
    return _begins(year) == before.period_end + timedelta(days=1)


def _after(in_force: SizeClass, last_found: SizeClass, found: SizeClass) -> SizeClass:
    """Return the class in force after one more year.

    The two years of article 4.2 are about the ceilings: who has passed one of them two years running goes as far as
    both years say, though they say different classes. What is no matter of ceilings, as public ownership, counts at
    once, when it begins and when it ends.
    """
    if in_force not in _BY_CEILINGS or found is SizeClass.NOT_SMF:
        return found
    if last_found not in _BY_CEILINGS or found not in _BY_CEILINGS:
        return found if found is last_found else in_force
    before, nearer, further = _BY_CEILINGS.index(in_force), *sorted(map(_BY_CEILINGS.index, (last_found, found)))
    if nearer > before:
        return _BY_CEILINGS[nearer]
    return _BY_CEILINGS[further] if further < before else in_force
