"""The list of infrastructures: the page, and for the office the same rows as a file."""

from __future__ import annotations

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.infrastructures import list_queries, queries
from app.infrastructures.blueprint import bp
from app.infrastructures.forms import SAVED_VIEWS, InfrastructureFilters
from app.infrastructures.list_queries import InfrastructureRow
from app.infrastructures.names import OPENNESS_NAMES
from app.infrastructures.tables import as_sheet, columns
from app.saved_views.list_page import own_list
from app.storage.database import db_session
from app.storage.listing import ListState, Page, fetch_all
from app.tags.list_filter import offer_tags
from app.web.chosen_rows import ChosenRows, chosen_rows, only_chosen
from app.web.i18n import named
from app.web.list_files import list_file
from app.web.sign_in import current_actor
from models.clock import today
from models.saved_views import ListKind


@bp.get("/infrastructures")
def index() -> ResponseReturnValue:
    """List infrastructures; search, filters, order and page stand in the address."""
    actor = current_actor()
    office = actor.role.is_office
    own = own_list(ListKind.INFRASTRUCTURES, columns(office=office))
    if own.leads_to:
        return redirect(own.leads_to)
    filters, state = _asked(office=office)
    return render_template(
        "infrastructures/index.html",
        page=_list(state),
        columns=own.columns,
        own=own,
        counts=list_queries.count_views(db_session(), actor, today=today()),
        filters=filters,
        office=office,
        openness_names=dict(OPENNESS_NAMES),
    )


@bp.get("/infrastructures/export.<kind>")
def export(kind: str) -> Response:
    """Give exactly the rows of the list as a file, or those of them that were chosen."""
    filters, state = _asked(office=True)
    filters.require_known()
    state = only_chosen(state)
    sheet = as_sheet(fetch_all(_list, state), own_list(ListKind.INFRASTRUCTURES, columns(office=True)).columns)
    return list_file(kind, _("infrastructures"), sheet, subject="infrastructure", state=state)


def chosen() -> ChosenRows:
    """Return the rows that the list's form chose; to be asked for with the list's own address."""
    filters, state = _asked(office=True)
    filters.require_known()
    return chosen_rows(_list, state, lambda row: row.infrastructure.id)


def _asked(*, office: bool) -> tuple[InfrastructureFilters, ListState]:
    filters = InfrastructureFilters(request.args)
    filters.host.offer((host.id, named(host)) for host in queries.list_hosts(db_session()))
    filters.show.offer(view for view in SAVED_VIEWS if office or view[0] != "nearly")
    offer_tags(filters)
    sorts = list_queries.OFFICE_SORTS if office else list_queries.SORTS
    return filters, filters.state(sorts=sorts, default_sort="confirmed")


def _list(state: ListState) -> Page[InfrastructureRow]:
    return list_queries.list_infrastructures(db_session(), current_actor(), state, today=today())
