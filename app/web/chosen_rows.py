"""The rows of a list that its form chose: boxes that were ticked, or all that the list's filters show.

Each box has its row's number; the one in the head has those of the whole page, joined by a sign.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from flask import abort, request

from app.addresses import record_number
from app.limits import CHOSEN_AT_ONCE
from app.storage.listing import ListState, Page

T = TypeVar("T")
ROWS: Final = "row"
ALL: Final = "all"
# Numbers with a point or a space between them may read as somebody's personal identity number.
BETWEEN: Final = "x"


@dataclass(frozen=True, slots=True)
class ChosenRows:
    """The rows' numbers in the list's order; `total` is how many were chosen, of which there may be too many.

    `gone` is how many were ticked that the list no longer shows.
    """

    numbers: tuple[int, ...]
    total: int
    gone: int = 0

    @property
    def are_too_many(self) -> bool:
        """Tell whether more were chosen than are changed at once."""
        return self.total > CHOSEN_AT_ONCE


def only_chosen(state: ListState) -> ListState:
    """Return what a list is asked for, narrowed to the rows that were ticked, if any were; garbage is a 400."""
    if not request.args.getlist(ROWS) or request.args.get(ALL):
        return state
    if not (ticked := _ticked()):
        abort(400)
    return replace(state, only=ticked)


def chosen_rows(list_page: Callable[[ListState], Page[T]], state: ListState, number: Callable[[T], int]) -> ChosenRows:
    """Return the rows that were ticked, or all of the list where that was asked for."""
    ticked = _ticked()
    every = bool(request.args.get(ALL))
    if not every and not ticked:
        return ChosenRows((), 0)
    asked = state if every else replace(state, only=ticked)
    page = list_page(replace(asked, page=1, per_page=CHOSEN_AT_ONCE))
    return ChosenRows(tuple(number(row) for row in page.rows), page.total, 0 if every else len(ticked) - page.total)


def _ticked() -> frozenset[int]:
    texts = (text for value in request.args.getlist(ROWS) for text in value.split(BETWEEN))
    return frozenset(number for text in texts if (number := record_number(text)) is not None)
