"""A letter before it is put in the outbox, and the entry for calendars that it may carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.outbox import CalendarMethod


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """What a letter about a meeting asks of its reader's calendar: the entry, whole, as it was written."""

    meeting_id: int
    method: CalendarMethod
    sequence: int
    entry: str


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to be put in the outbox; one with a link of its own says what the link's token is made from."""

    to: str
    subject: str
    body: str
    calendar: CalendarPart | None = None
    link_seed: str | None = None


def calendar_columns(part: CalendarPart | None) -> dict[str, Any]:
    """Return what a letter in the outbox keeps of its entry for calendars."""
    if part is None:
        return {}
    return {
        "meeting_id": part.meeting_id,
        "calendar": part.entry,
        "calendar_method": part.method,
        "calendar_sequence": part.sequence,
    }
