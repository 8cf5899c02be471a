"""The cells of a table: a list has some hundreds, so they are put together here and not by a macro for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import unescape
from typing import Any, Final

from flask import Flask
from flask_babel import gettext as _
from jinja2 import Undefined
from markupsafe import Markup, escape

_SIGNS: Final = 24
_TAG: Final = re.compile(r"<[^>]*>")


def init_cells(app: Flask) -> None:
    """Let `components/table.html` give templates the cells, and any template ask whether something `is short`."""
    app.jinja_env.tests["short"] = is_short
    app.jinja_env.globals.update(table_cell=cell, table_row_head=row_head)


def is_short(body: object) -> bool:
    """Tell whether a text, or what is read of a piece of HTML, has few signs."""
    text = str(body)
    if "<" in text:
        text = unescape(_TAG.sub("", text)).strip()
    return len(text) <= _SIGNS


def cell(column: Mapping[str, Any], content: object = None, caller: Callable[[], str] | None = None) -> Markup:
    """Return a cell of a column, with a text or what the caller writes; nothing where the column is hidden.

    What is short is kept on one line, and what is empty is left out where rows are cards.
    """
    if "hidden" in column:
        return Markup()
    body = caller() if caller else content
    # What stands for a condition without its other side is nothing as well.
    if body is None or body == "" or isinstance(body, Undefined):
        kind, inner = "blank number" if "number" in column else "blank", ""
    else:
        kinds = ("number" if "number" in column else "", "tight" if is_short(body) else "")
        kind, inner = " ".join(filter(None, kinds)), f"<div>{escape(body)}</div>"
    named = f' class="{kind}"' if kind else ""
    return Markup(f'<td{named} data-label="{escape(column["label"])}">{inner}</td>')  # noqa: S704 - all parts are escaped


def row_head(text: object, url: str | None = None, note: object = None, pick: int | None = None) -> Markup:
    """Return the head of a row: its name, which leads to its page, and a few words beside it.

    A row with a number to `pick` has a box before its name, which belongs to the form of `components/chosen_bar.html`.
    """
    name = f'<a href="{escape(url)}">{escape(text)}</a>' if url else escape(text)
    beside = ""
    if note:
        nowrap = " nowrap" if is_short(note) else ""
        beside = f'\n<span class="row-note{nowrap}">{escape(note)}</span>'
    box = _box(pick, _("Choose %(name)s", name=text)) if pick else ""
    return Markup(f'{box}<th scope="row">{name}{beside}</th>')  # noqa: S704 - all parts are escaped


def _box(number: int, label: str) -> str:
    named, to_acts = escape(label), escape(_("To the actions for chosen rows"))
    return (
        f'<td class="pick"><input class="form-check-input" type="checkbox" form="chosen" name="row" value="{number}"'
        f' aria-label="{named}"><a class="to-chosen" href="#chosen">{to_acts}</a></td>'
    )
