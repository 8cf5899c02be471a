"""The size of a company by Commission Recommendation 2003/361/EC, as pure functions of declared figures."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

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
    """What `classify` reads of a declaration; amounts in euro, partners and linked companies included."""

    headcount: float | None
    turnover_eur: float | None
    balance_eur: float | None
    is_enterprise: bool
    publicly_owned: bool


class DatedClass(Protocol):
    """What `class_on` reads of a declaration."""

    period_end: date
    size_class: SizeClass
    owner_changed: bool


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


def class_on(declarations: Iterable[DatedClass], day: date) -> SizeClass:
    """Return the class in force on a day.

    A class changes only when the new one is found in two consecutive years, or at once when the owner changed
    (article 4.2). A day before the first declaration is UNKNOWN.
    """
    in_force = SizeClass.UNKNOWN
    last_found = SizeClass.UNKNOWN
    for declaration in sorted(declarations, key=lambda row: row.period_end):
        if declaration.period_end > day:
            break
        found = declaration.size_class
        if in_force is SizeClass.UNKNOWN or declaration.owner_changed or found is last_found:
            in_force = found
        last_found = found
    return in_force
