"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.organisations import CompanyKind


@dataclass(frozen=True, slots=True)
class CompanyCommand:
    """Everything a person sets about a company."""

    name: str
    kind: CompanyKind
    org_number: str | None
    municipality: str | None
    field: str | None
    website: str | None
    summary: str | None
    secrecy_note: str | None
    owner_id: int | None
    last_contact_on: date | None
