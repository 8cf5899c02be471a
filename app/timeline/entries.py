"""What a timeline is made of: the kinds of entries, one entry, and a page of them."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.consents import Consent
from models.files import RecordFile
from models.matches import Match, StageChange
from models.meetings import Meeting
from models.needs import Need
from models.notes import Note
from models.outbox import OutboxMessage
from models.party_answers import PartyAnswer
from models.uses import Use


class EntryKind(enum.StrEnum):
    """What a timeline can be narrowed to; a need that is opened, and a company's consent, are steps."""

    NOTE = "note"
    CALL = "call"
    EMAIL = "email"
    TASK = "task"
    MEETING = "meeting"
    STEP = "step"
    USE = "use"
    LETTER = "letter"
    ANSWER = "answer"
    FILE = "file"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class FieldsChange:
    """Somebody's change of the place's own fields, of those that a form shows; `values` has [old, new] or "changed".

    `id` is the number of its entry in the audit trail.
    """

    id: int
    who: str | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry: its day, and in exactly one of the others but `match` what it is about."""

    on: date
    match: Match | None = None
    note: Note | None = None
    need: Need | None = None
    step: StageChange | None = None
    meeting: Meeting | None = None
    use: Use | None = None
    letter: OutboxMessage | None = None
    answer: PartyAnswer | None = None
    file: RecordFile | None = None
    consent: Consent | None = None
    change: FieldsChange | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of entries, newest first."""

    entries: Sequence[Happening]
    page: int
    has_older: bool
