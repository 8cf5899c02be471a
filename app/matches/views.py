"""Pages about matches: the pipeline as a list, and one match; the other pages of the room register themselves."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import labels
from app.accounts.queries import list_colleagues
from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES, WHY_NAMES
from app.matches import letter_views, list_queries, match_for_readers, pair_views, step_views, undo_views, unit_queries
from app.matches.blueprint import bp
from app.matches.forms import PRESETS, MatchFilters, NextStepForm, OwnerForm, UnitMatchFilters
from app.matches.step_views import next_step_form
from app.matchmaking import matchmaker, need_profile
from app.matchmaking.presentation import ShownCandidate
from app.matchmaking.presentation import show as show_candidate
from app.needs.queries import get_need
from app.programmes.queries import list_programme_names
from app.storage.database import db_session
from app.timeline.places import Place, PlaceKind
from app.timeline.section import timeline_section
from app.web.i18n import current_language, named
from app.web.sign_in import current_actor
from models.accounts import Role, User
from models.clock import days_since, today
from models.matches import STAGES_IN_ORDER

__all__ = ["bp", "letter_views", "pair_views", "step_views", "undo_views"]


@bp.get("/matches")
def index() -> str:
    """List matches by what is next; search, filters, order and page stand in the address."""
    actor = current_actor()
    if actor.role is Role.STAFF:
        return _unit_index(actor)
    filters = MatchFilters(request.args)
    filters.owner.offer((user.id, user.name) for user in list_colleagues(db_session()))
    filters.programme.offer((each.code, named(each)) for each in list_programme_names(db_session()))
    state = filters.state(sorts=list_queries.SORTS, default_sort="next")
    programme = state.filters.get("programme")
    return render_template(
        "matches/index.html",
        page=list_queries.list_matches(db_session(), actor, state, today=today()),
        filters=filters,
        presets_offered=(("", filters.show.empty), *PRESETS),
        preset_counts=list_queries.count_presets(db_session(), actor, today(), programme),
        stage_counts=list_queries.furthest_first(list_queries.count_stages(db_session(), actor, programme)),
        days_since=days_since,
        labels=labels,
    )


def _unit_index(actor: User) -> str:
    filters = UnitMatchFilters(request.args)
    state = filters.state(sorts=unit_queries.SORTS, default_sort="-since")
    page = unit_queries.list_for_unit(db_session(), actor, state)
    return render_template("matches/unit_index.html", page=page, filters=filters, labels=labels)


@bp.get("/matches/<int:match_id>")
def show(match_id: int) -> ResponseReturnValue:
    """Show one match: both shores, how far it has come, what is next, what has happened."""
    actor = current_actor()
    if actor.role is Role.STAFF:
        return _unit_page(actor, match_id)
    view = match_for_readers.get_for_office(db_session(), actor, match_id, today=today())
    return render_template(
        "matches/show.html",
        view=view,
        match=view.match,
        story=timeline_section(Place(PlaceKind.MATCH, match_id), NextStepForm, OwnerForm),
        joined=_what_joins(actor, view),
        form=next_step_form(view.match),
        days=days_since(view.match.stage_since, today()),
        labels=labels,
        stages=STAGES_IN_ORDER,
        why_names=WHY_NAMES,
    )


def _unit_page(actor: User, match_id: int) -> str:
    return render_template(
        "matches/unit_show.html",
        view=match_for_readers.get_for_unit(db_session(), actor, match_id, today=today()),
        labels=labels,
        levels=dict(QUALITY_NAMES),
        service_forms=dict(SERVICE_FORM_NAMES),
    )


def _what_joins(actor: User, view: match_for_readers.MatchForOffice) -> ShownCandidate | None:
    """Return why the two were found for each other, as the need's page says it; None for a capability not offered."""
    profile = need_profile(get_need(db_session(), actor, view.match.need_id))
    candidate = matchmaker().pair(profile, view.match.capability_id, today=today())
    if candidate is None:
        return None
    return show_candidate(candidate, profile, matchmaker(), language=current_language())
