"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.meetings import MeetingStatus


@dataclass(frozen=True, slots=True)
class MeetingCommand:
    """A meeting as it was or will be; `minutes_used` is the consultant's own time."""

    status: MeetingStatus
    held_on: date
    person_ids: tuple[int, ...]
    others: str | None
    minutes_used: int | None
    notes: str | None
