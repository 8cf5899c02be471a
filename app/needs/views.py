"""One need between its two shores; the other pages of the room register themselves."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.companies.own_name import own_names_in
from app.files.places import FilePlaceKind
from app.files.section import files_section
from app.labels import CLOSE_REASON_NAMES, CONSENT_WAYS, NEED_BADGES, QUALITY_NAMES, SERVICE_FORM_NAMES, STAGE_BADGES
from app.limits import RANKED_ALL, RANKED_SHOWN
from app.matchmaking import matchmaker
from app.needs import (
    closing_views,
    comparison_views,
    division_views,
    form_views,
    list_views,
    phone_views,
    queries,
    status_views,
    watch_views,
)
from app.needs.beside import find_beside
from app.needs.blueprint import bp
from app.needs.forms import NeedForm
from app.needs.infrastructure_queries import get_need_for_infrastructure
from app.needs.suggestions import is_ranked, similar_to, suggest
from app.needs.two_needs import question
from app.people.present import find_asker
from app.storage.agreed_layers import find_agreement
from app.storage.consents import consent_beside
from app.storage.database import db_session
from app.tags.section import tags_section
from app.timeline.places import Place, PlaceKind
from app.timeline.section import timeline_section
from app.web.i18n import current_language, language_name
from app.web.sign_in import current_actor
from matching.text.language import find_unread
from models.accounts import Role
from models.actions import actions_for_need
from models.clock import today
from models.tags import TaggedKind

__all__ = [
    "bp",
    "closing_views",
    "comparison_views",
    "division_views",
    "form_views",
    "list_views",
    "phone_views",
    "status_views",
    "watch_views",
]


@bp.get("/<int:need_id>")
def show(need_id: int) -> ResponseReturnValue:
    """Show a need: to the office with its ranked capabilities, to an introduced unit with the unit's layer."""
    actor = current_actor()
    if actor.role is Role.STAFF:
        return _show_to_infrastructure(need_id)
    need = queries.get_need(db_session(), actor, need_id)
    top = RANKED_ALL if request.args.get("all") == "1" else RANKED_SHOWN
    found = suggest(db_session(), actor, matchmaker(), need, today=today(), top=top, language=current_language())
    agreement = find_agreement(db_session(), need)
    return render_template(
        "needs/show.html",
        need=need,
        agreement=agreement,
        consent=consent_beside(db_session(), need, agreement),
        consent_ways=CONSENT_WAYS,
        actions=actions_for_need(actor.role, need.status),
        contact=find_asker(db_session(), need, today=today()),
        is_ranked=is_ranked(need),
        story=timeline_section(Place(PlaceKind.NEED, need_id), NeedForm),
        tags=tags_section(TaggedKind.NEED, need_id),
        files=files_section(FilePlaceKind.NEED, need_id),
        beside=find_beside(db_session(), actor, need),
        own_names=own_names_in(need.company, need.title, need.teaser),
        found=found,
        # What a company handed in stays one: the second need would be nobody's.
        question=None if agreement else question(db_session(), matchmaker(), need, today=today()),
        similar=similar_to(db_session(), actor, matchmaker(), need) if is_ranked(need) else (),
        all_shown=top == RANKED_ALL,
        most=RANKED_ALL,
        reading_texts=matchmaker().waits_for_texts,
        unread=language_name(find_unread(" ".join(filter(None, (need.title, need.teaser, need.infrastructure_text))))),
        infrastructure_url=_infrastructure_url,
        badges=NEED_BADGES,
        stages=STAGE_BADGES,
        close_reasons=CLOSE_REASON_NAMES,
        levels=dict(QUALITY_NAMES),
        service_forms=dict(SERVICE_FORM_NAMES),
    )


def _show_to_infrastructure(need_id: int) -> str:
    need = get_need_for_infrastructure(db_session(), current_actor(), need_id, today=today())
    return render_template(
        "needs/infrastructure.html",
        need=need,
        files=files_section(FilePlaceKind.NEED, need_id),
        levels=dict(QUALITY_NAMES),
        service_forms=dict(SERVICE_FORM_NAMES),
    )


def _infrastructure_url(infrastructure_id: int, capability_id: int) -> str:
    """Return where a capability stands on its unit's page."""
    return url_for("infrastructures.show", infrastructure_id=infrastructure_id, _anchor=f"capability-{capability_id}")
