"""The one field that searches everything."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.web.forms.filters import FilterForm, search_field


class SearchForm(FilterForm):
    """What to look for."""

    q = search_field(_l("Search by name, word or number"))
