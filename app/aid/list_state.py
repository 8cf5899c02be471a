"""What the list of supports is asked for by its address; its page and its files ask alike."""

from __future__ import annotations

from flask import request

from app.aid import queries
from app.aid.forms import AidFilters
from app.programmes.queries import list_programme_names
from app.storage.database import db_session
from app.storage.listing import ListState
from app.web.i18n import named
from app.web.sign_in import current_actor


def asked_list() -> tuple[AidFilters, ListState]:
    """Return the form over the list and what its address asks for."""
    filters = AidFilters(request.args)
    filters.programme.offer((each.code, named(each)) for each in list_programme_names(db_session()))
    filters.year.offer((year, year) for year in queries.list_years(db_session(), current_actor()))
    return filters, filters.state(sorts=queries.SORTS, default_sort="-granted")
