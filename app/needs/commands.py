"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.infrastructures import ServiceForm


@dataclass(frozen=True, slots=True)
class NeedCommand:
    """Everything a person sets about a need but its concepts."""

    title: str
    teaser: str
    infrastructure_text: str | None
    desired_result: str | None
    conditions: str | None
    private_text: str | None
    deadline: date | None
    trl: int | None
    quality: list[str]
    place_matters: bool
    service_form: ServiceForm | None
    programme_id: int | None
    contact_id: int | None
    owner_id: int | None
