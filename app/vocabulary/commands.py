"""What the form of this room asks its use case to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass

from models.vocabulary import Language, TermKind


@dataclass(frozen=True, slots=True)
class TermCommand:
    """A word or sentence that stands for a concept."""

    kind: TermKind
    language: Language
    text: str
