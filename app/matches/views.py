"""One match as its readers see it; the other pages of the room register themselves."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from app import labels
from app.aid.section import match_aid
from app.files.places import FilePlaceKind
from app.files.section import files_section
from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES, WHY_NAMES
from app.matches import (
    board_views,
    consent_views,
    introduction_views,
    letter_views,
    list_views,
    next_step_views,
    overview,
    pair_views,
    step_views,
    undo_views,
)
from app.matches.blueprint import bp
from app.matches.forms import NextStepForm, OwnerForm
from app.matches.match_for_infrastructure import get_for_infrastructure
from app.matches.next_step_views import done_form, next_step_form
from app.matches.queries import get_match
from app.matches.waiting import wait_of
from app.matchmaking import matchmaker, need_profile
from app.matchmaking.presentation import ShownCandidate
from app.matchmaking.presentation import show as show_candidate
from app.needs.queries import get_need
from app.storage.consents import find_consent
from app.storage.database import db_session
from app.timeline.places import Place, PlaceKind
from app.timeline.section import timeline_section
from app.web.i18n import current_language
from app.web.sign_in import current_actor
from models.accounts import Role, User
from models.clock import days_since, today
from models.matches import STAGES_IN_ORDER, Match
from models.next_steps import step_state

__all__ = [
    "board_views",
    "bp",
    "consent_views",
    "introduction_views",
    "letter_views",
    "list_views",
    "next_step_views",
    "pair_views",
    "step_views",
    "undo_views",
]


@bp.get("/matches/<int:match_id>")
def show(match_id: int) -> ResponseReturnValue:
    """Show one match: both shores, how far it has come, what is next, what has happened."""
    actor = current_actor()
    if actor.role is Role.STAFF:
        return _infrastructure_page(actor, match_id)
    match = get_match(db_session(), actor, match_id)
    return render_template(
        "matches/show.html",
        match=match,
        overview=overview.get_overview(
            db_session(), actor, match, today=today(), secret=current_app.extensions["brygga"].secret_key
        ),
        story=timeline_section(Place(PlaceKind.MATCH, match_id), NextStepForm, OwnerForm),
        files=files_section(FilePlaceKind.MATCH, match_id),
        joined=_what_joins(actor, match),
        consent=find_consent(db_session(), match.need),
        form=(step := next_step_form(match)),
        done=done_form(match, step),
        days=days_since(match.stage_since, today()),
        step_state=step_state,
        wait=wait_of(match),
        aid=match_aid(match_id),
        labels=labels,
        stages=STAGES_IN_ORDER,
        why_names=WHY_NAMES,
        asks_for_next_step=overview.asks_for_next_step(match),
    )


def _infrastructure_page(actor: User, match_id: int) -> str:
    view = get_for_infrastructure(db_session(), actor, match_id, today=today())
    return render_template(
        "matches/infrastructure_show.html",
        view=view,
        need_files=files_section(FilePlaceKind.NEED, view.need.id),
        files=files_section(FilePlaceKind.MATCH, match_id),
        labels=labels,
        levels=dict(QUALITY_NAMES),
        service_forms=dict(SERVICE_FORM_NAMES),
    )


def _what_joins(actor: User, match: Match) -> ShownCandidate | None:
    """Return why the two were found for each other, as the need's page says it; None for a capability not offered."""
    profile = need_profile(get_need(db_session(), actor, match.need_id))
    candidate = matchmaker().pair(profile, match.capability_id, today=today())
    if candidate is None:
        return None
    return show_candidate(candidate, profile, matchmaker(), language=current_language())
