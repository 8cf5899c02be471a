"""A unit's public page with its drafts in place: exactly as outsiders will see it, to its own staff and the office."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import force_locale

from app.catalogue.page_of_one import one_page, public_capability
from app.catalogue.queries import get_catalogue
from app.catalogue.shapes import PublicInfrastructure
from app.infrastructures.drafts import concepts_of, list_drafts
from app.infrastructures.profile_values import typed, values_of
from app.infrastructures.queries import get_own
from app.profile_changes.blueprint import bp
from app.storage.database import db_session
from app.web.sign_in import current_actor
from models.errors import NotFoundError
from models.profile_changes import ProfileChange


@bp.get("/infrastructures/<int:infrastructure_id>/preview", defaults={"language": "sv"})
@bp.get("/<any(en):language>/infrastructures/<int:infrastructure_id>/preview")
def preview(infrastructure_id: int, language: str) -> str:
    """Show a published unit's page as it will be; one that is not published has none."""
    infrastructure = get_own(db_session(), current_actor(), infrastructure_id)
    shown = get_catalogue(db_session()).find(infrastructure.key)
    if shown is None:
        raise NotFoundError
    for draft in list_drafts(db_session(), infrastructure_id):
        shown = _with(shown, draft)
    with force_locale(language):
        return one_page(shown, language, preview_of=url_for(".show", infrastructure_id=infrastructure_id))


def _with(shown: PublicInfrastructure, draft: ProfileChange) -> PublicInfrastructure:
    if draft.capability is None:
        return replace(shown, **{name: typed(name, value) for name, value in draft.after.items()})
    values: dict[str, Any] = {**values_of(draft.capability), **draft.after}
    others = tuple(each for each in shown.capabilities if each.id != draft.capability_id)
    if not values["is_active"]:
        return replace(shown, capabilities=others)
    made = public_capability(draft.capability.id, values, concepts_of(db_session(), values))
    return replace(shown, capabilities=(*others, made))
