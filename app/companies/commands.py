"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.organisations import CompanyKind, Ownership


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
    name_released_on: date | None


@dataclass(frozen=True, slots=True)
class DeclarationCommand:
    """A company's size in one accounting year, as it declares it; money in euro, headcount in yearly full-time jobs."""

    period_start: date | None
    period_end: date
    headcount: float | None
    turnover_eur: float | None
    balance_eur: float | None
    ownership: Ownership
    publicly_owned: bool
    is_estimate: bool
    owner_changed: bool
    declared_by: str
    declared_on: date
    evidence: str | None
    is_enterprise: bool = True
