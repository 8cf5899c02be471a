"""What a unit may read of a need once it has been introduced: as it is, or as it was when the introduction ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.web.i18n import current_language
from models.infrastructures import ServiceForm
from models.needs import Need


@dataclass(frozen=True, slots=True)
class NeedForInfrastructure:
    """A need as an introduced unit reads it: the public and the unit's layer, and whom to talk to.

    The consultant's notes, the ranking and other units are not here, so no template can show them.
    """

    id: int
    title: str
    teaser: str
    infrastructure_text: str | None
    desired_result: str | None
    conditions: str | None
    company: str
    contact_name: str | None
    contact_email: str | None
    deadline: date | None
    trl: int | None
    quality: Sequence[str]
    service_form: ServiceForm | None
    place_matters: bool
    concepts: Sequence[str]
    is_demo: bool
    # What is not here is kept back, and not unknown.
    is_only_public: bool


def as_it_was(need: Need, shown: Mapping[str, Any]) -> NeedForInfrastructure:
    """Return the shape of what is shown, or was when an introduction ended, however the need has changed since."""
    deadline, form = shown.get("deadline"), shown.get("service_form")
    return NeedForInfrastructure(
        id=need.id,
        title=shown.get("title", ""),
        teaser=shown.get("teaser", ""),
        infrastructure_text=shown.get("infrastructure_text"),
        desired_result=shown.get("desired_result"),
        conditions=shown.get("conditions"),
        company=shown.get("company", ""),
        contact_name=shown.get("contact_name"),
        contact_email=shown.get("contact_email"),
        deadline=date.fromisoformat(deadline) if deadline else None,
        trl=shown.get("trl"),
        quality=tuple(shown.get("quality", ())),
        service_form=ServiceForm(form) if form else None,
        place_matters=shown.get("place_matters", False),
        concepts=tuple(sorted(_label(*labels) for labels in shown.get("concepts", ()))),
        is_demo=need.is_demo,
        is_only_public="infrastructure_text" not in shown,
    )


def _label(swedish: str, english: str) -> str:
    return (swedish or english) if current_language() == "sv" else (english or swedish)
