"""What the forms of this room ask its use cases to do; the names are exactly the fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.consents import ConsentScope, ConsentWay
from models.matches import CloseReason, Stage
from models.vocabulary import Language
from models.waiting import WaitingFor


@dataclass(frozen=True, slots=True)
class CloseCommand:
    """Why a pair is dismissed or a match closed, and on which day; None is today."""

    reason: CloseReason
    note: str | None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CorrectCommand:
    """The stage a match is set to by hand, and why."""

    stage: Stage
    note: str | None


@dataclass(frozen=True, slots=True)
class NextStepCommand:
    """What happens next, when, who does it and whose answer it waits for; no text means that nothing is decided."""

    next_step: str | None
    next_step_on: date | None
    next_step_owner_id: int | None
    waiting_for: WaitingFor | None = None


@dataclass(frozen=True, slots=True)
class LetterCommand:
    """One letter as it was written; the signs for links and times are still in it."""

    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class ConsentCommand:
    """What a company says of being introduced; `seen` is the number of what was on record when it was written down."""

    said_by: str
    said_on: date
    way: ConsentWay
    agreed_to: ConsentScope
    seen: int | None


@dataclass(frozen=True, slots=True)
class IntroductionCommand:
    """Both letters of an introduction in their language, the times it proposes, and what happens after it.

    `consent` is what the company has said of it, where that is written down with it.
    """

    company_letter: LetterCommand
    infrastructure_letter: LetterCommand
    next_step: str | None
    next_step_on: date | None
    language: Language = Language.SV
    times: tuple[datetime, ...] = ()
    consent: ConsentCommand | None = None
