"""Things that happened on days, found by them: many months are counted from one reading."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from operator import itemgetter
from typing import Generic, TypeVar

from app.reports.month import Month

T = TypeVar("T")


class Dated(Generic[T]):
    """Things with their days; one without a day is left out."""

    def __init__(self, things: Iterable[tuple[date | None, T]]) -> None:
        """Order them once."""
        placed = ((on, place, thing) for place, (on, thing) in enumerate(things) if on is not None)
        self._by_day = sorted(placed, key=itemgetter(0, 1))
        self._days = [on for on, _place, _thing in self._by_day]

    def within(self, month: Month) -> list[T]:
        """Return what happened in a month up to its cut-off, in the order in which it was given."""
        first, after = bisect_left(self._days, month.first), bisect_right(self._days, month.cut_off)
        return [thing for _on, _place, thing in sorted(self._by_day[first:after], key=itemgetter(1))]
