"""The public page of one infrastructure, and what a preview of it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import render_template

from app.catalogue.facet_views import campus_name
from app.catalogue.linked_data_views import breadcrumbs, described
from app.catalogue.shapes import PublicCapability, PublicConcept, PublicInfrastructure
from app.infrastructures.names import KIND_NAMES, OPENNESS_NAMES, PLACE_NAMES, capability_facts
from app.web.i18n import named
from models.infrastructures import ServiceForm
from models.vocabulary import Concept


def one_page(infrastructure: PublicInfrastructure, language: str, *, preview_of: str | None = None) -> str:
    """Return the page in the language that is set.

    `preview_of` is the address of the changes that a preview shows: it says so, leads back to them, and stays out of
    search engines.
    """
    return render_template(
        "catalogue/show.html",
        infrastructure=infrastructure,
        capabilities=sorted(infrastructure.capabilities, key=lambda each: named(each, "title").casefold()),
        kind_names=dict(KIND_NAMES),
        place_names=dict(PLACE_NAMES),
        openness_names=dict(OPENNESS_NAMES),
        campus_name=campus_name,
        capability_facts=capability_facts,
        linked_data=[described(infrastructure, language), breadcrumbs(infrastructure, language)],
        preview_of=preview_of,
        unlisted=preview_of is not None,
    )


def public_capability(number: int, values: Mapping[str, Any], concepts: Iterable[Concept]) -> PublicCapability:
    """Return a capability as outsiders would see it, of the values that a draft gives it."""
    form, quality = values["service_form"], values["quality"]
    return PublicCapability(
        id=number,
        title_sv=values["title_sv"],
        title_en=values["title_en"],
        text_sv=values["text_sv"],
        text_en=values["text_en"],
        quality=None if quality is None else tuple(quality),
        service_form=ServiceForm(form) if form else None,
        lead_time_days=values["lead_time_days"],
        price_note=values["price_note"],
        concepts=tuple(
            PublicConcept(each.id, each.key, each.category, each.label_sv, each.label_en) for each in concepts
        ),
    )
