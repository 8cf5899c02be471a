"""What the forms of this room ask its use cases to do; the names are exactly the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class AchievementCommand:
    """An achievement as it was or will be recorded; what its kind does not have is None."""

    programme_id: int
    happened_on: date
    title: str | None = None
    network_type: str | None = None
    place: str | None = None
    company_id: int | None = None
    organisation: str | None = None
    network_id: int | None = None
    area_id: int | None = None
    region_id: int | None = None
    level: int | None = None
    amount: Decimal | None = None
    evidence: str | None = None
    participants_until: date | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class ParticipantCommand:
    """Somebody who came to an event as it is to be written; at most one of the three on record is set."""

    organisation: str
    role: str | None
    company_id: int | None
    infrastructure_id: int | None
    host_id: int | None
