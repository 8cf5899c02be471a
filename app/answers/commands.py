"""What the form of this room asks its use case to do; the names are exactly the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from models.party_answers import AnswerKind


@dataclass(frozen=True, slots=True)
class AnswerCommand:
    """What a party answers, what it says besides, and which of the proposed times suits it, or that none does."""

    answer: AnswerKind
    said: str | None
    chosen_at: datetime | None
    no_time_suits: bool
