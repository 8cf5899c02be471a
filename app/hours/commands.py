"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.time_entries import Activity


@dataclass(frozen=True, slots=True)
class TimeCommand:
    """Minutes of one day's work as they were or will be logged."""

    worked_on: date
    minutes: int
    activity: Activity
    programme_id: int
    text: str | None
