"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.organisations import CompanyKind, Ownership
from models.smf_basis import SizeBasis


@dataclass(frozen=True, slots=True)
class CompanyCommand:
    """Everything a person sets about a company."""

    name: str
    kind: CompanyKind
    org_number: str | None
    country: str | None
    municipality: str | None
    field: str | None
    website: str | None
    summary: str | None
    secrecy_note: str | None
    owner_id: int | None
    last_contact_on: date | None
    name_released_on: date | None


@dataclass(frozen=True, slots=True)
class DeclarationCommand:
    """A company's size in one accounting year, as it declares it, by the figures that `basis` holds."""

    period_start: date | None
    period_end: date
    ownership: Ownership
    publicly_owned: bool
    is_estimate: bool
    owner_changed: bool
    declared_by: str
    declared_on: date
    evidence: str | None
    basis: SizeBasis
    is_enterprise: bool = True
