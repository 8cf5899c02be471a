"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Self

from models.meetings import Meeting, MeetingStatus


@dataclass(frozen=True, slots=True)
class MeetingCommand:
    """A meeting as it was or will be; `minutes_used` is the consultant's own time."""

    status: MeetingStatus
    held_on: date
    person_ids: tuple[int, ...]
    others: str | None
    minutes_used: int | None
    notes: str | None
    starts_at: time | None = None
    minutes_long: int | None = None
    place: str | None = None
    result: str | None = None

    @classmethod
    def of(cls, meeting: Meeting, status: MeetingStatus) -> Self:
        """Return a meeting as it is but for its status; its people must be loaded."""
        return cls(
            status=status,
            held_on=meeting.held_on,
            person_ids=tuple(person.id for person in meeting.people),
            others=meeting.others,
            minutes_used=meeting.minutes_used,
            notes=meeting.notes,
            starts_at=meeting.starts_at,
            minutes_long=meeting.minutes_long,
            place=meeting.place,
            result=meeting.result,
        )


@dataclass(frozen=True, slots=True)
class InvitationCommand:
    """A letter about a meeting as it was written, and the addresses that it is to go to."""

    to: tuple[str, ...]
    subject: str
    body: str
