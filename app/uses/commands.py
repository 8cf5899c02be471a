"""What the form of a use asks the use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.uses import EvidenceKind


@dataclass(frozen=True, slots=True)
class UseCommand:
    """A use; `value_sek` is its worth in kronor before tax."""

    started_on: date
    completed_on: date | None
    hours: Decimal | None
    value_sek: Decimal | None
    description: str | None
    evidence_kind: EvidenceKind | None
    evidence: str | None
    joint_rd: bool
    joint_rd_evidence: str | None
