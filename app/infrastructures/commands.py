"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.infrastructures import Confidence, ServiceForm
from models.known_facts import Openness, YesNoUnknown


@dataclass(frozen=True, slots=True)
class InfrastructureFactsCommand:
    """What a unit's own staff set about it."""

    description_sv: str
    description_en: str
    building: str | None
    open_to_companies: Openness
    website: str | None
    contact_email: str | None


@dataclass(frozen=True, slots=True)
class InfrastructureCommand:
    """Everything the office sets about an infrastructure but its hosts."""

    name_sv: str
    name_en: str
    kind: str | None
    campus: str | None
    building: str | None
    in_flemingsberg: YesNoUnknown
    description_sv: str
    description_en: str
    open_to_companies: Openness
    website: str | None
    contact_email: str | None
    source_title: str | None
    source_host: str | None
    source_year: str | None
    confidence: Confidence | None
    note: str | None


@dataclass(frozen=True, slots=True)
class CapabilityCommand:
    """Everything a person sets about a capability but its concepts; `quality` None means that it is not known."""

    title_sv: str
    title_en: str
    text_sv: str
    text_en: str
    answers_sv: list[str] | None
    answers_en: list[str] | None
    quality: list[str] | None
    service_form: ServiceForm | None
    lead_time_days: int | None
    price_note: str | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class AssessmentCommand:
    """What is said of one item of the ladder; `level` None is not applicable, and then there is a reason."""

    number: int
    level: int | None
    reason: str | None
    evidence: str | None
    responsible: str | None
    due_on: date | None
