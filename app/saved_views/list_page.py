"""A list as its reader sees it: their own columns, and the views that are theirs or shared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypedDict

from flask import request, url_for

from app.saved_views.addresses import kept_address
from app.saved_views.queries import find_choice, list_views
from app.storage.database import db_session
from app.web.list_files import Column
from app.web.sign_in import current_actor
from models.saved_views import ListKind, SavedView

# In an address, columns stand by their keys with this between them.
BETWEEN: Final = "."
_KEY: Final = re.compile(r"[a-z_]{1,30}")


class ViewLink(TypedDict):
    """A view as a link above its list: `by` names who shares it, `is_first` says that the list opens with it."""

    label: str
    url: str
    current: bool
    is_first: bool
    by: str | None


@dataclass(frozen=True, slots=True)
class OwnList:
    """What one reader sees of a list besides its rows.

    `first_url` is the view that the bare address leads to; `plain` is then the value of `show` that leads to the list
    as everybody sees it, None where the bare address does. Readers who save nothing have no addresses to save at.
    """

    columns: list[Column]
    views: Sequence[ViewLink] = ()
    first_url: str | None = None
    save_url: str | None = None
    columns_url: str | None = None

    @property
    def plain(self) -> str | None:
        """Return what stands for nothing chosen in an address of this list."""
        return "" if self.first_url else None

    @property
    def leads_to(self) -> str | None:
        """Return where this request is to be sent on to: with nothing in its address the list opens with a view."""
        return None if request.args else self.first_url


def own_list(kind: ListKind, columns: Sequence[Column]) -> OwnList:
    """Return a list's columns as the reader chose them, or as the address says, and the views above it."""
    actor = current_actor()
    if not actor.role.is_office:
        return OwnList(list(columns))
    choice = find_choice(db_session(), actor, kind)
    views = list_views(db_session(), actor, kind)
    here = kept_address(request.args.items(multi=True))
    first = choice.first_view_id if choice else None
    shown = shown_columns(columns, choice.columns if choice else None)
    # A view of the list as everybody sees it has nothing in its address: the bare address is it.
    opening = next((view for view in views if view.id == first and view.address), None)
    return OwnList(
        columns=shown,
        views=[_link(view, here, actor.id, first) for view in views],
        first_url=view_url(opening, request.endpoint) if opening else None,
        save_url=url_for("saved_views.new", list=kind.value, address=_to_save(shown)),
        columns_url=url_for("saved_views.columns", list=kind.value, back=request.full_path.rstrip("?")),
    )


def shown_columns(columns: Sequence[Column], chosen: Sequence[str] | None) -> list[Column]:
    """Return a list's columns, those hidden that neither the address nor the reader's choice names.

    The first one says what a row is and is always shown; names of no column are passed over.
    """
    asked = request.args.get("columns", "").split(BETWEEN)
    names = asked if any(column["key"] in asked for column in columns) else chosen
    if names is None:
        return list(columns)
    return [
        column if number == 0 or column["key"] in names else {**column, "hidden": True}
        for number, column in enumerate(columns)
    ]


def is_key(text: str) -> bool:
    """Tell whether a text can be a column's key."""
    return _KEY.fullmatch(text) is not None


def view_url(view: SavedView, endpoint: str | None = None) -> str:
    """Return the address of a view; on the board it stays on the board."""
    page = endpoint if endpoint == "matches.board" else f"{view.list_kind.value}.index"
    return f"{url_for(page)}?{view.address}"


def _link(view: SavedView, here: str, reader: int, first: int | None) -> ViewLink:
    return ViewLink(
        label=view.name,
        url=view_url(view, request.endpoint),
        current=view.address == here,
        is_first=view.id == first,
        by=None if view.owner_id == reader else view.owner.name,
    )


def _to_save(shown: Sequence[Column]) -> str:
    """Return what the page shows as a view's address; columns are named where some are hidden."""
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name != "columns"]
    if any(column.get("hidden") for column in shown):
        pairs.append(("columns", BETWEEN.join(column["key"] for column in shown if not column.get("hidden"))))
    return kept_address(pairs)
