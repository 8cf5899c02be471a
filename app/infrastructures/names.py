"""The names of what an infrastructure can be and offer, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES
from models.infrastructures import Confidence, ServiceForm
from models.known_facts import Openness, YesNoUnknown
from models.profile_groups import ProfileGroup

OPENNESS_NAMES = (
    (Openness.YES, _l("Yes, takes companies")),
    (Openness.LIMITED, _l("To a limited extent")),
    (Openness.NO, _l("No, not companies")),
    (Openness.UNKNOWN, _l("Not known")),
)
PLACE_NAMES = (
    (YesNoUnknown.YES, _l("Yes")),
    (YesNoUnknown.NO, _l("No")),
    (YesNoUnknown.UNKNOWN, _l("Not known")),
)
CONFIDENCE_NAMES = (
    (Confidence.HIGH, _l("High confidence")),
    (Confidence.MEDIUM, _l("Medium confidence")),
)
# What the list of infrastructures says of a source's word for what a unit is.
KIND_NAMES = (
    ("core_facility", _l("Core facility")),
    ("national_infrastructure", _l("National infrastructure")),
    ("biobank", _l("Biobank")),
    ("centre", _l("Centre")),
    ("clinical_lab", _l("Clinical laboratory")),
    ("clinical_research_lab", _l("Clinical research laboratory")),
    ("clinical_trial_unit", _l("Clinical trial unit")),
    ("clinical_unit", _l("Clinical unit")),
    ("company_lab_space", _l("Laboratory space for companies")),
    ("department_labs", _l("A department's laboratories")),
    ("training_facility", _l("Training facility")),
    ("support_function", _l("Support function")),
    ("entry_point", _l("Way in to several units")),
    ("building", _l("Building")),
    ("meeting_place", _l("Meeting place")),
    ("funder", _l("Funder")),
)
GROUP_NAMES = {
    ProfileGroup.ABOUT: _l("What the unit does"),
    ProfileGroup.ACCESS: _l("Ways in"),
    ProfileGroup.TEXTS: _l("Texts of the capabilities"),
    ProfileGroup.TERMS: _l("Price and lead time"),
    ProfileGroup.QUALITY: _l("Quality, form and vocabulary"),
}
# What is missing, by the field that it is filled in.
FIELD_NAMES = {
    "description_sv": _l("What the unit does, in Swedish"),
    "description_en": _l("What the unit does, in English"),
    "open_to_companies": _l("Does the unit take companies?"),
    "building": _l("Where the unit is"),
    "website": _l("Website"),
    "contact_email": _l("E-mail for requests from companies"),
    "sends_sv": _l("What a company sends, in Swedish"),
    "sends_en": _l("What a company sends, in English"),
    "done_sv": _l("What is done, in Swedish"),
    "done_en": _l("What is done, in English"),
    "gets_sv": _l("What the company gets, in Swedish"),
    "gets_en": _l("What the company gets, in English"),
    "price_note": _l("Price for companies"),
    "lead_time_days": _l("Lead time in days"),
    "quality_known": _l("Quality and safety levels"),
    "service_form": _l("How the work is done"),
    "concepts": _l("Vocabulary terms"),
}


class Offered(Protocol):
    """What is told of a capability: a record, or the shape that outsiders see."""

    @property
    def quality(self) -> Sequence[str] | None:
        """The levels that are held; None when nobody knows."""
        ...

    @property
    def service_form(self) -> ServiceForm | None:
        """How the work is done."""
        ...

    @property
    def lead_time_days(self) -> int | None:
        """The usual time from order to result."""
        ...

    @property
    def price_note(self) -> str | None:
        """What companies pay."""
        ...


@dataclass(frozen=True, slots=True)
class CapabilityDescription:
    """What is known of a capability, as (term, text), and the names of what is not."""

    said: list[tuple[str, str]]
    missing: list[str]


def capability_facts(capability: Offered) -> CapabilityDescription:
    """Return a capability's facts in the reader's language; what is not known is named, never left out."""
    days, form = capability.lead_time_days, capability.service_form
    texts = (
        (_("Quality"), None if capability.quality is None else _quality_text(capability.quality)),
        (_("How the work is done"), dict(SERVICE_FORM_NAMES)[form] if form else None),
        (_("Lead time"), None if days is None else ngettext("%(num)d day", "%(num)d days", days)),
        (_("Price for companies"), capability.price_note),
    )
    return CapabilityDescription(
        said=[(term, str(text)) for term, text in texts if text],
        missing=[term[:1].lower() + term[1:] for term, text in texts if not text],
    )


def _quality_text(levels: Sequence[str]) -> str:
    return ", ".join(name for level, name in QUALITY_NAMES if level in levels) or _("No level held")
