"""What the form for a note asks the use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.notes import NoteKind


@dataclass(frozen=True, slots=True)
class NoteCommand:
    """A note as it is written; `text` is in the small Markdown subset, and only a task has an owner."""

    kind: NoteKind
    happened_on: date
    text: str
    owner_id: int | None = None
