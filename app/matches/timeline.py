"""What has happened in a match, newest first: steps, meetings, uses and letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from models.clock import day_of
from models.matches import StageChange
from models.meetings import Meeting
from models.outbox import OutboxMessage
from models.uses import Use


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: its day, when it was recorded, and in exactly one of the last four what it is about."""

    on: date
    recorded_at: datetime
    change: StageChange | None = None
    meeting: Meeting | None = None
    use: Use | None = None
    letter: OutboxMessage | None = None


def timeline(
    changes: Iterable[StageChange],
    meetings: Iterable[Meeting],
    uses: Iterable[Use],
    letters: Iterable[OutboxMessage],
) -> list[Happening]:
    """Return all entries; within a day what was recorded last stands first."""
    entries = [
        *(Happening(day_of(change.at), change.at, change=change) for change in changes),
        *(Happening(meeting.held_on, meeting.created_at, meeting=meeting) for meeting in meetings),
        *(Happening(use.started_on, use.created_at, use=use) for use in uses),
        *(Happening(day_of(letter.created_at), letter.created_at, letter=letter) for letter in letters),
    ]
    return sorted(entries, key=lambda entry: (entry.on, entry.recorded_at), reverse=True)


def days_since(moment: datetime, today: date) -> int:
    """Return how many days ago a moment was, by the calendar in Stockholm."""
    return (today - day_of(moment)).days
