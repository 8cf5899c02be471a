"""What the forms of this room ask its use cases to do; the names are exactly the columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.vocabulary import Language


@dataclass(frozen=True, slots=True)
class TextCommand:
    """What a company writes of a need, each part for its own readers."""

    title: str
    text: str
    infrastructure_text: str | None
    public_text: str | None
    deadline: date | None


@dataclass(frozen=True, slots=True)
class SenderCommand:
    """Who hands in a need, in which language, and the words they have agreed to."""

    language: Language
    company_name: str
    org_number: str | None
    contact_name: str
    contact_email: str
    agreed_text: str
    asks_secrecy: bool


@dataclass(frozen=True, slots=True)
class AcceptCommand:
    """What everyone may read of a need from the day it is accepted."""

    title: str
    teaser: str
