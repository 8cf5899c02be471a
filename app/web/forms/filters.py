"""The form over a list: one search field and a few filters, sent with GET so that they stand in the address."""

from __future__ import annotations

from typing import Any

from flask import abort, request
from wtforms import Form, SearchField

from app.limits import SEARCH
from app.storage.listing import ListState, read_state
from app.web.forms.fields import clean


def search_field(label: Any) -> SearchField:
    """Return the search field of a list."""
    return SearchField(label, filters=[_searchable], render_kw={"maxlength": SEARCH, "autocomplete": "off"})


def _searchable(text: str | None) -> str:
    return (clean((text or "").replace("\0", "")) or "")[:SEARCH]


class FilterForm(Form):
    """Reads the address; what is not an alternative of its field counts as not chosen.

    Subclasses declare any number of ChoiceField, and `q = search_field(…)` where the list can be searched.
    """

    def state(self, *, sorts: tuple[str, ...], default_sort: str) -> ListState:
        """Return what the list was asked for."""
        self.validate()
        filters = {field.name: field.data for field in self if field.name != "q" and not field.errors}
        query = self.q.data if "q" in self else None
        return read_state(request.args, query=query or "", filters=filters, sorts=sorts, default_sort=default_sort)

    def require_known(self) -> None:
        """Refuse an address that asks for what no filter offers with a 400: a file of all rows would look narrowed."""
        if not self.validate():
            abort(400)

    def unknown(self) -> list[str]:
        """Return what the address narrows by that no filter offers, such as a place or a colleague that is gone."""
        return [f"{field.label.text}: {request.args[field.name]}" for field in self if field.errors]

    def chips(self) -> list[dict[str, str]]:
        """Return what the list is narrowed by, one entry a filter, for the row of chips."""
        chips = []
        for field in self:
            if not field.data or field.errors:
                continue
            text = field.data
            if hasattr(field, "iter_choices"):
                text = next(str(choice.label) for choice in field.iter_choices() if choice.selected)
            chips.append({"label": str(field.label.text), "text": text, "name": field.name, "value": str(field.data)})
        return chips
