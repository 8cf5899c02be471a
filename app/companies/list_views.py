"""The list of companies: the page, and the same rows as a file."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.companies import names, queries
from app.companies.blueprint import bp
from app.companies.counted_companies import counted_company_ids
from app.companies.forms import PRESETS, CompanyFilters
from app.companies.queries import CompanyRow
from app.companies.tables import as_sheet, columns
from app.labels import STAGE_BADGES
from app.likeness.queries import count_open
from app.programmes.current import find_current
from app.saved_views.list_page import own_list
from app.storage.database import db_session
from app.storage.listing import ListState, Page, fetch_all
from app.tags.list_filter import offer_tags
from app.web.chosen_rows import ChosenRows, chosen_rows, only_chosen
from app.web.list_files import list_file
from app.web.sign_in import current_actor
from models.clock import today
from models.saved_views import ListKind


@bp.get("")
def index() -> ResponseReturnValue:
    """List companies; search, filters, order and page stand in the address."""
    own = own_list(ListKind.COMPANIES, columns())
    if own.leads_to:
        return redirect(own.leads_to)
    filters, state = _asked()
    return render_template(
        "companies/index.html",
        page=_list(state),
        filters=filters,
        columns=own.columns,
        own=own,
        presets_offered=(("", _("All companies")), *PRESETS),
        preset_counts=queries.count_presets(db_session(), current_actor(), today(), _counted()),
        doubles=count_open(db_session(), current_actor()),
        sizes=names.SIZE_BADGES,
        place_of=names.place_of,
        stages=STAGE_BADGES,
    )


@bp.get("/export.<kind>")
def export(kind: str) -> Response:
    """Give exactly the rows of the list as a file, or those of them that were chosen."""
    filters, state = _asked()
    filters.require_known()
    state = only_chosen(state)
    sheet = as_sheet(fetch_all(_list, state), own_list(ListKind.COMPANIES, columns()).columns)
    return list_file(kind, _("companies"), sheet, subject="company", state=state)


def chosen() -> ChosenRows:
    """Return the rows that the list's form chose; to be asked for with the list's own address."""
    filters, state = _asked()
    filters.require_known()
    return chosen_rows(_list, state, lambda row: row.company.id)


def _asked() -> tuple[CompanyFilters, ListState]:
    filters = CompanyFilters(request.args)
    filters.municipality.offer((name, name) for name in queries.list_municipalities(db_session()))
    offer_tags(filters)
    return filters, filters.state(sorts=queries.SORTS, default_sort="name")


def _list(state: ListState) -> Page[CompanyRow]:
    municipalities = queries.list_municipalities(db_session())
    return queries.list_companies(
        db_session(), current_actor(), state, today=today(), municipalities=municipalities, counted=_counted()
    )


def _counted() -> AbstractSet[int]:
    return counted_company_ids(db_session(), find_current(), today=today())
