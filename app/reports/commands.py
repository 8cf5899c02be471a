"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass

from models.vocabulary import Language


@dataclass(frozen=True, slots=True)
class CommentCommand:
    """What the author says of a month."""

    text: str | None


@dataclass(frozen=True, slots=True)
class ReceiverCommand:
    """Who gets a letter about each report, and in which language."""

    name: str
    email: str
    language: Language
