"""A month as reports see it: its days, and the moment at which it is cut off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.clock import last_of_month, start_of


@dataclass(frozen=True, slots=True)
class Month:
    """The days of a month, and the moments in Stockholm at which it begins and at which it is cut off."""

    first: date
    cut_off: date

    @classmethod
    def of(cls, first: date, today: date) -> Month:
        """Return a month up to its last day, or up to today while it lasts."""
        return cls(first, min(last_of_month(first), today))

    @property
    def last(self) -> date:
        """Return the last day of the month, though it be ahead."""
        return last_of_month(self.first)

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in the month, up to the cut-off."""
        return day is not None and self.first <= day <= self.cut_off

    @property
    def start(self) -> datetime:
        """Return the first moment of the month."""
        return start_of(self.first)

    @property
    def end(self) -> datetime:
        """Return the first moment after the cut-off."""
        return start_of(self.cut_off + timedelta(days=1))
