"""The list of needs: the page, and the same rows as a file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.labels import NEED_BADGES
from app.limits import RANKED_IN_A_FILE
from app.matchmaking import Best, matchmaker
from app.matchmaking.presentation import rounded
from app.needs import queries
from app.needs.blueprint import bp
from app.needs.forms import PRESETS, NeedFilters
from app.needs.suggestions import best_of_page, is_ranked
from app.needs.tables import as_sheet, columns
from app.programmes.current import current_code
from app.programmes.queries import list_programme_names
from app.saved_views.list_page import own_list
from app.storage.database import db_session
from app.storage.listing import ListState, Page, fetch_all
from app.tags.list_filter import offer_tags
from app.web.chosen_rows import ChosenRows, chosen_rows, only_chosen
from app.web.i18n import named
from app.web.list_files import is_hidden, list_file
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import TooManyToRankError
from models.infrastructures import Capability
from models.needs import Need
from models.saved_views import ListKind


@bp.get("")
def index() -> ResponseReturnValue:
    """List needs with the best match of each; search, filters, order and page stand in the address."""
    own = own_list(ListKind.NEEDS, columns())
    if own.leads_to:
        return redirect(own.leads_to)
    filters, state = _asked()
    page = _list(state)
    return render_template(
        "needs/index.html",
        page=page,
        filters=filters,
        columns=own.columns,
        own=own,
        bests=best_of_page(db_session(), matchmaker(), page.rows, today=today()),
        presets_offered=PRESETS,
        preset_counts=queries.count_presets(db_session(), current_actor(), today(), state.filters.get("programme")),
        badges=NEED_BADGES,
        programme_here=current_code(),
        rounded=rounded,
    )


@bp.get("/export.<kind>")
def export(kind: str) -> Response:
    """Give exactly the rows of the list as a file, or those of them that were chosen."""
    filters, state = _asked()
    filters.require_known()
    state = only_chosen(state)
    needs = fetch_all(_list, state)
    shown = own_list(ListKind.NEEDS, columns()).columns
    bests = {} if is_hidden(shown, "best") else _bests_of_file(needs)
    return list_file(kind, _("needs"), as_sheet(needs, bests, shown), subject="need", state=state)


def _bests_of_file(needs: Sequence[Need]) -> dict[int, tuple[Best, Capability]]:
    if sum(map(is_ranked, needs)) > RANKED_IN_A_FILE:
        raise TooManyToRankError
    return best_of_page(db_session(), matchmaker(), needs, today=today())


def chosen() -> ChosenRows:
    """Return the rows that the list's form chose; to be asked for with the list's own address."""
    filters, state = _asked()
    filters.require_known()
    return chosen_rows(_list, state, lambda need: need.id)


def _asked() -> tuple[NeedFilters, ListState]:
    filters = NeedFilters(request.args)
    filters.programme.offer((each.code, named(each)) for each in list_programme_names(db_session()))
    offer_tags(filters)
    return filters, filters.state(sorts=queries.SORTS, default_sort="-opened")


def _list(state: ListState) -> Page[Need]:
    return queries.list_needs(db_session(), current_actor(), state, today=today())
