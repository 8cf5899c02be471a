"""The pipeline as a list: the page of the office, the same rows as a file, and a unit's own introductions."""

from __future__ import annotations

from flask import Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import labels
from app.accounts.queries import list_colleagues
from app.matches import infrastructure_queries, list_queries
from app.matches.blueprint import bp
from app.matches.forms import PRESETS, InfrastructureMatchFilters, MatchFilters
from app.matches.tables import as_sheet, columns
from app.matches.waiting import wait_of
from app.programmes.queries import list_programme_names
from app.saved_views.list_page import own_list
from app.storage.database import db_session
from app.storage.listing import ListState, Page, fetch_all
from app.web.chosen_rows import ChosenRows, chosen_rows, only_chosen
from app.web.i18n import named
from app.web.list_files import list_file
from app.web.sign_in import current_actor
from models.accounts import Role, User
from models.clock import days_since, today
from models.matches import Match
from models.next_steps import step_state, who_does
from models.saved_views import ListKind


@bp.get("/matches")
def index() -> ResponseReturnValue:
    """List matches by what is next; search, filters, order and page stand in the address."""
    actor = current_actor()
    if actor.role is Role.STAFF:
        return _infrastructure_index(actor)
    own = own_list(ListKind.MATCHES, columns())
    if own.leads_to:
        return redirect(own.leads_to)
    filters, state = asked_for()
    programme = state.filters.get("programme")
    return render_template(
        "matches/index.html",
        page=_list(state),
        filters=filters,
        columns=own.columns,
        own=own,
        presets_offered=(("", filters.show.empty), *PRESETS),
        preset_counts=list_queries.count_presets(db_session(), actor, today(), programme),
        stage_counts=list_queries.furthest_first(list_queries.count_stages(db_session(), actor, programme)),
        days_since=days_since,
        step_state=step_state,
        wait_of=wait_of,
        who_does=who_does,
        labels=labels,
    )


@bp.get("/matches/export.<kind>")
def export(kind: str) -> Response:
    """Give exactly the rows of the list as a file, or those of them that were chosen."""
    filters, state = asked_for()
    filters.require_known()
    state = only_chosen(state)
    sheet = as_sheet(fetch_all(_list, state), own_list(ListKind.MATCHES, columns()).columns, today=today())
    return list_file(kind, _("matches"), sheet, subject="match", state=state)


def chosen() -> ChosenRows:
    """Return the rows that the list's form chose; to be asked for with the list's own address."""
    filters, state = asked_for()
    filters.require_known()
    return chosen_rows(_list, state, lambda match: match.id)


def asked_for() -> tuple[MatchFilters, ListState]:
    """Return what the address asks the list and the board for."""
    filters = MatchFilters(request.args)
    filters.owner.offer((user.id, user.name) for user in list_colleagues(db_session()))
    filters.programme.offer((each.code, named(each)) for each in list_programme_names(db_session()))
    # Who has waited longest is asked first.
    first = "waiting" if filters.show.data == "waiting" else "next"
    return filters, filters.state(sorts=list_queries.SORTS, default_sort=first)


def _list(state: ListState) -> Page[Match]:
    return list_queries.list_matches(db_session(), current_actor(), state, today=today())


def _infrastructure_index(actor: User) -> str:
    filters = InfrastructureMatchFilters(request.args)
    state = filters.state(sorts=infrastructure_queries.SORTS, default_sort="-since")
    page = infrastructure_queries.list_for_infrastructure(db_session(), actor, state)
    return render_template("matches/infrastructure_index.html", page=page, filters=filters, labels=labels)
