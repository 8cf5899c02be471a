"""The page of one infrastructure, and its confirmation by the unit."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.files.places import FilePlaceKind
from app.files.section import files_section
from app.infrastructures import (
    board_views,
    capability_views,
    capacity_views,
    edit_views,
    introduction_request_views,
    item_views,
    list_views,
    queries,
    readiness_views,
    terms_views,
    undo_views,
    use_cases,
)
from app.infrastructures.blueprint import bp
from app.infrastructures.drafts import count_drafts
from app.infrastructures.economic_share import list_shares
from app.infrastructures.forms import InfrastructureForm
from app.infrastructures.freshness import latest_check
from app.infrastructures.introduction_requests import asked_before
from app.infrastructures.names import (
    CONFIDENCE_NAMES,
    FIELD_NAMES,
    GROUP_NAMES,
    KIND_NAMES,
    OPENNESS_NAMES,
    PLACE_NAMES,
    capability_facts,
)
from app.infrastructures.profile_groups import groups_of
from app.infrastructures.reached_needs import list_reached_needs
from app.infrastructures.readiness_ladder import holding_back
from app.labels import STAGE_NAMES
from app.matchmaking import reached_needs
from app.storage.database import db_session
from app.tags.section import tags_section
from app.timeline.places import Place, PlaceKind
from app.timeline.section import timeline_section
from app.web.forms.base import VersionedForm
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.clock import today
from models.published import is_published
from models.readiness import overall_level, passed_count
from models.tags import TaggedKind

__all__ = [
    "board_views",
    "bp",
    "capability_views",
    "capacity_views",
    "edit_views",
    "introduction_request_views",
    "item_views",
    "list_views",
    "readiness_views",
    "terms_views",
    "undo_views",
]


@bp.get("/infrastructures/<int:infrastructure_id>")
def show(infrastructure_id: int) -> str:
    """Show one infrastructure: its facts and their source, what it can do, how ready it is."""
    actor = current_actor()
    view = queries.get_view(db_session(), actor, infrastructure_id)
    office = actor.role.is_office
    place = Place(PlaceKind.INFRASTRUCTURE, infrastructure_id)
    capabilities = sorted(
        (each for each in view.infrastructure.capabilities if each.is_active or view.is_own),
        key=lambda each: (not each.is_active, named(each, "title").casefold()),
    )
    return render_template(
        "infrastructures/show.html",
        view=view,
        infrastructure=view.infrastructure,
        office=office,
        public=is_published(view.infrastructure),
        story=timeline_section(place, InfrastructureForm) if office else None,
        files=files_section(FilePlaceKind.INFRASTRUCTURE, infrastructure_id) if view.is_own else None,
        tags=tags_section(TaggedKind.INFRASTRUCTURE, infrastructure_id) if office else None,
        capabilities=capabilities,
        needs=list_reached_needs(db_session(), actor, view, reached_needs(), today=today()),
        check=latest_check(db_session(), actor, infrastructure_id) if office else None,
        asked=asked_before(db_session(), view.infrastructure) if view.is_own else {},
        matches=queries.list_infrastructure_matches(db_session(), actor, view.infrastructure),
        shares=list_shares(db_session(), infrastructure_id, _years_to_set()) if view.is_own else (),
        drafts=count_drafts(db_session(), infrastructure_id) if view.is_own else None,
        groups=groups_of(db_session(), view.infrastructure, view.contact_email) if view.is_own else (),
        group_names=GROUP_NAMES,
        field_names=FIELD_NAMES,
        held_by=holding_back(view.readiness or ()),
        level=overall_level(view.readiness or ()),
        passed=passed_count(view.readiness or ()),
        today=today(),
        stage_names=STAGE_NAMES,
        kind_names=dict(KIND_NAMES),
        openness_names=dict(OPENNESS_NAMES),
        place_names=dict(PLACE_NAMES),
        confidence_names=dict(CONFIDENCE_NAMES),
        capability_facts=capability_facts,
    )


def _years_to_set() -> tuple[int, int]:
    """Return the years whose capacity is asked for: this one and the next."""
    return today().year, today().year + 1


@bp.post("/infrastructures/<int:infrastructure_id>/confirm")
def confirm(infrastructure_id: int) -> ResponseReturnValue:
    """Note with one click that the unit's facts are still right, as the page with the button showed them."""
    form = VersionedForm()
    form.validate_on_submit()
    actor = current_actor()
    infrastructure = queries.get_own(db_session(), actor, infrastructure_id, lock=True)
    way_back = use_cases.confirm_facts(
        db_session(), actor=actor, infrastructure=infrastructure, version=form.shown_version, on=today()
    )
    db_session().commit()
    said = _("Thank you. The facts of %(name)s are confirmed today.", name=named(infrastructure))
    undo_views.flash_done(infrastructure, said, "success", way_back=way_back)
    return redirect(url_for(".show", infrastructure_id=infrastructure_id))
