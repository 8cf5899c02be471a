"""A month as reports see it, or a quarter: its days, and the one on which it is cut off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.clock import last_of_month

QUARTER = 3  # months


@dataclass(frozen=True, slots=True)
class Month:
    """The days of a month or, of three `months`, a quarter, up to the one on which it is cut off."""

    first: date
    cut_off: date
    months: int = 1

    @classmethod
    def of(cls, first: date, today: date, months: int = 1) -> Month:
        """Return a month up to its last day, or up to today while it lasts; so with a quarter."""
        return cls(first, min(_last(first, months), today), months)

    def before(self, today: date) -> Month:
        """Return the month or the quarter before."""
        return Month.of(months_before(self.first, self.months), today, self.months)

    @property
    def last(self) -> date:
        """Return the last day, though it be ahead."""
        return _last(self.first, self.months)

    @property
    def firsts(self) -> list[date]:
        """Return the first day of each of its months."""
        return [months_before(self.first, -number) for number in range(self.months)]

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in the month, up to the cut-off."""
        return day is not None and self.first <= day <= self.cut_off


def months_before(first: date, months: int) -> date:
    """Return the first day of the month so many months before; a negative number is ahead."""
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _last(first: date, months: int) -> date:
    return last_of_month(months_before(first, 1 - months))


def span_text(first: date, months: int = 1) -> str:
    """Return a month or a quarter as it stands in addresses, by its first day: 2026-10, 2026-Q4."""
    return f"{first:%Y-%m}" if months == 1 else f"{first.year}-Q{(first.month - 1) // QUARTER + 1}"
