"""Lists whose whole state lives in the address: search, filters, order and page, each known by name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import LISTED_AT_ONCE, PAGE_SIZE
from app.storage.kept_answers import kept

T = TypeVar("T")
_PAGE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class ListState:
    """What a list page was asked for; unknown names and values in the address are left out, never an error.

    `sort` is a column's name and `descending` its direction; `filters` has one chosen value per filter. `instead` is
    what was looked for in the place of a search that nothing has. `only` are the numbers of the rows that were chosen
    among those, None for all of them.
    """

    query: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
    page: int = 1
    instead: str | None = None
    per_page: int = PAGE_SIZE
    only: frozenset[int] | None = None

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.query or self.filters)

    @property
    def sort_text(self) -> str:
        """Return the order as it stands in the address, with a minus in front when it is turned round."""
        return f"-{self.sort}" if self.descending else self.sort

    def page_among(self, total: int) -> int:
        """Return the page asked for, or the last one where there are not so many."""
        return min(self.page, max(1, -(-total // self.per_page)))

    @property
    def address(self) -> dict[str, str | None]:
        """Return what the list was asked for as arguments of an address, but for the page."""
        return {"q": self.query or None, **self.filters, "sort": self.sort_text}


def read_state(
    args: Mapping[str, str], *, query: str, filters: Mapping[str, str | None], sorts: Iterable[str], default_sort: str
) -> ListState:
    """Read the order and the page from an address; search and filters come from the list's own form."""
    sort = args.get("sort", default_sort)
    if sort.removeprefix("-") not in set(sorts):
        sort = default_sort
    return ListState(
        query=query,
        filters={name: value for name, value in filters.items() if value},
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        page=read_page(args),
    )


def read_page(args: Mapping[str, str]) -> int:
    """Return the page that an address asks for; the first where it asks for none, or for what is no page."""
    page = args.get("page", "")
    is_page = page.isascii() and page.isdecimal() and len(page) <= _PAGE_DIGITS
    return max(1, int(page)) if is_page else 1


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: its rows, how many rows there are in all, and the state that gave them."""

    rows: Sequence[T]
    total: int
    state: ListState
    per_page: int = PAGE_SIZE


def fetch_page(
    session: Session,
    rows: sa.Select[T],
    state: ListState,
    *,
    orders: Mapping[str, Any],
    tie: Any,
    among_equals: Sequence[Any] = (),
    kept_as: Hashable | None = None,
) -> Page[T]:
    """Return the asked-for page of a selection of entities, in three statements and what its loaders need.

    `orders` maps a sort name to its column or expression; rows without a value come last. `among_equals` orders what
    is equal in that, and `tie`, the entities' number, makes the order total. A page beyond the end is the last page.
    How many rows there are and which of them stand on the page is kept until a record changes, under `kept_as`, which
    names the list and what its selection depends on besides its state.
    """
    asked = (kept_as, state.query, *sorted(state.filters.items()), state.only)
    if state.only is not None:
        rows = rows.where(tie.in_(state.only))
    ids = rows.with_only_columns(tie, maintain_column_froms=True)

    def count_all() -> int:
        return session.scalar(sa.select(sa.func.count()).select_from(ids.order_by(None).subquery())) or 0

    total = count_all() if kept_as is None else kept(session, ("count", *asked), count_all)
    page = state.page_among(total)
    column = orders[state.sort]
    direction = column.desc() if state.descending else column.asc()
    order = (sa.case((column.is_(None), 1), else_=0), direction, *among_equals, tie)

    def choose() -> tuple[int, ...]:
        """Sort numbers alone: whole rows with their texts would be carried through the sorting."""
        first = (page - 1) * state.per_page
        return tuple(session.scalars(ids.order_by(*order).limit(state.per_page).offset(first)))

    placed = ("page", *asked, state.sort_text, page, state.per_page)
    chosen = choose() if kept_as is None else kept(session, placed, choose)
    found = session.scalars(rows.where(tie.in_(chosen)).order_by(None)).unique().all() if chosen else ()
    places = {number: place for place, number in enumerate(chosen)}
    in_order = sorted(found, key=lambda row: places[getattr(row, tie.key)])
    return Page(in_order, total, replace(state, page=page), state.per_page)


def count_each(
    session: Session,
    kept_as: Hashable,
    rows: Callable[[], sa.Select[Any]],
    conditions: Callable[[], Mapping[str, sa.ColumnElement[bool]]],
) -> dict[str, int]:
    """Return how many rows each of a list's saved views holds, in one statement; kept until a record changes.

    Rows and conditions are put together only then: that costs more than most of what a list does for a page.
    """

    def count() -> tuple[tuple[str, int], ...]:
        views = conditions()
        counted = rows().with_only_columns(
            *(sa.func.count(sa.case((view, 1))) for view in views.values()), maintain_column_froms=True
        )
        return tuple(zip(views, session.execute(counted).one(), strict=True))

    return dict(kept(session, kept_as, count))


def fetch_all(list_page: Callable[[ListState], Page[T]], state: ListState) -> list[T]:
    """Return every row of a list in its order, asked for as its page asks, many at a time."""
    found: list[T] = []
    for number in count(1):
        page = list_page(replace(state, page=number, per_page=LISTED_AT_ONCE))
        found += page.rows
        if not page.rows or len(found) >= page.total:
            break
    return found
