"""What a unit reads of a need while it is introduced, as plain data that can be kept when the introduction ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from models.meetings import Meeting
from models.needs import Need
from models.people import Person

_PUBLIC: Final = ("title", "teaser", "company")


def only_public(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return of what is shown the public text, and whose it is."""
    return {name: shown[name] for name in _PUBLIC if name in shown}


def what_is_shown(need: Need, contact: Person | None, meetings: Iterable[Meeting]) -> dict[str, Any]:
    """Return the public and the unit's layer, whom to talk to, and the meetings; nothing of the consultant's own.

    The need's company and concepts must be loaded. Days are text, and concepts have their name in both languages.
    """
    return {
        "title": need.title,
        "teaser": need.teaser,
        "infrastructure_text": need.infrastructure_text,
        "desired_result": need.desired_result,
        "conditions": need.conditions,
        "company": need.company.name,
        "contact_name": contact.name if contact else None,
        "contact_email": contact.email if contact else None,
        "deadline": need.deadline.isoformat() if need.deadline else None,
        "trl": need.trl,
        "quality": list(need.quality or ()),
        "service_form": need.service_form.value if need.service_form else None,
        "place_matters": bool(need.place_matters),
        "concepts": sorted([concept.label_sv, concept.label_en] for concept in need.concepts),
        "meetings": [[meeting.held_on.isoformat(), meeting.status.value] for meeting in meetings],
    }
