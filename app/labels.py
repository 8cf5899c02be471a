"""The words for roles, states, stages, reasons and levels, in the reader's language: once, for every room."""

from __future__ import annotations

from datetime import datetime

from babel import Locale
from flask_babel import format_datetime, get_locale
from flask_babel import lazy_gettext as _l

from matching.results import Strength
from models.accounts import Role
from models.answer_links import LinkEnd
from models.clock import local
from models.consents import ConsentWay
from models.infrastructures import Quality, ServiceForm
from models.matches import CloseReason, Stage
from models.meetings import MeetingStatus
from models.needs import NeedState, NeedStatus
from models.party_answers import AnswerKind
from models.time_entries import Activity
from models.uses import Why
from models.waiting import WaitingFor

ROLE_NAMES = (
    (Role.CONSULTANT, _l("Process consultant")),
    (Role.STAFF, _l("Infrastructure staff")),
    (Role.STEERING, _l("Steering group")),
    (Role.ADMINISTRATOR, _l("Administrator")),
)
# (word, tone of the badge)
NEED_BADGES = {
    NeedStatus.DRAFT: (_l("Draft"), "neutral"),
    NeedStatus.OPEN: (_l("Open need"), "current"),
    NeedStatus.MET: (_l("Met need"), "good"),
    NeedStatus.WITHDRAWN: (_l("Withdrawn"), "closed"),
}
# How an open need stands; lists and reports say it in the same words.
STATE_NAMES = {
    NeedState.MATCHED: _l("Introduced to a unit"),
    NeedState.WAITING: _l("With a capability under consideration"),
    NeedState.UNMET: _l("Unmet"),
}
# (word, tone of the badge)
STAGE_BADGES = {
    Stage.SUGGESTED: (_l("Suggested"), "neutral"),
    Stage.SHORTLISTED: (_l("Shortlisted"), "neutral"),
    Stage.INTRODUCED: (_l("Introduced"), "current"),
    Stage.MEETING_HELD: (_l("Meeting held"), "current"),
    Stage.AGREED: (_l("Agreed"), "current"),
    Stage.USED: (_l("Used"), "good"),
    Stage.CLOSED: (_l("Closed match"), "closed"),
}
STAGE_NAMES = {stage: word for stage, (word, _tone) in STAGE_BADGES.items()}
# What one's daily letter can tell, by the name of the setting.
DIGEST_SETTINGS = {
    "digest_steps": _l("My next steps that are late or for today"),
    "digest_tasks": _l("My tasks that are late or for today"),
    "digest_notices": _l("What comes to fit the needs I watch"),
    "digest_news": _l("New needs, answers to introductions, and matches that others have moved"),
}
# Whose answer a match waits for; and what its timeline says when the wait begins and ends.
PARTY_NAMES = {WaitingFor.COMPANY: _l("The company"), WaitingFor.INFRASTRUCTURE: _l("The unit")}
WAITING_NAMES = {
    WaitingFor.COMPANY: _l("Waiting for the company"),
    WaitingFor.INFRASTRUCTURE: _l("Waiting for the unit"),
}
WAITED_NAMES = {
    WaitingFor.COMPANY: _l("No longer waiting for the company"),
    WaitingFor.INFRASTRUCTURE: _l("No longer waiting for the unit"),
}
# How a company said what it agrees to.
CONSENT_WAYS = {
    ConsentWay.PHONE: _l("by phone"),
    ConsentWay.MAIL: _l("by e-mail"),
    ConsentWay.MEETING: _l("at a meeting"),
    ConsentWay.LINK: _l("by the link in its letter"),
    ConsentWay.HANDED_IN: _l("when it handed the need in"),
}
# What a party of an introduction has answered.
ANSWER_NAMES = {AnswerKind.YES: _l("Yes"), AnswerKind.NOT_NOW: _l("Not now"), AnswerKind.QUESTION: _l("A question")}
# (word, tone of the badge)
ANSWER_BADGES = {
    AnswerKind.YES: (ANSWER_NAMES[AnswerKind.YES], "good"),
    AnswerKind.NOT_NOW: (ANSWER_NAMES[AnswerKind.NOT_NOW], "closed"),
    AnswerKind.QUESTION: (ANSWER_NAMES[AnswerKind.QUESTION], "due"),
}
# Why the link of a letter asks nothing any longer.
LINK_END_WORDS = {
    LinkEnd.TAKEN_BACK: _l("the introduction has been taken back"),
    LinkEnd.CLOSED: _l("the match is closed"),
    LinkEnd.NOT_CURRENT: _l("the need is met or withdrawn"),
    LinkEnd.MET: _l("the meeting has been held"),
    LinkEnd.TOO_OLD: _l("it is too old"),
}
# Why a pair was dismissed or a match closed.
CLOSE_REASON_NAMES = {
    CloseReason.WRONG_METHOD: _l("Wrong method"),
    CloseReason.WRONG_QUALITY: _l("The quality level is missing"),
    CloseReason.WRONG_PLACE: _l("Wrong place"),
    CloseReason.NOT_OPEN: _l("The unit does not take companies"),
    CloseReason.TOO_LATE: _l("It would take too long"),
    CloseReason.TOO_EXPENSIVE: _l("Too expensive"),
    CloseReason.COMPANY_DECLINED: _l("The company declined"),
    CloseReason.INFRASTRUCTURE_DECLINED: _l("The unit declined"),
    CloseReason.SOLVED_ELSEWHERE: _l("Solved elsewhere"),
    CloseReason.OTHER: _l("Another reason"),
}
MEETING_NAMES = {
    MeetingStatus.PLANNED: _l("Meeting planned"),
    MeetingStatus.HELD: _l("Meeting held"),
    MeetingStatus.NOT_HELD: _l("Meeting not held"),
    MeetingStatus.CANCELLED: _l("Meeting cancelled"),
}
# (word, tone of the badge)
MEETING_BADGES = {
    MeetingStatus.PLANNED: (MEETING_NAMES[MeetingStatus.PLANNED], "neutral"),
    MeetingStatus.HELD: (MEETING_NAMES[MeetingStatus.HELD], "good"),
    MeetingStatus.NOT_HELD: (MEETING_NAMES[MeetingStatus.NOT_HELD], "closed"),
    MeetingStatus.CANCELLED: (MEETING_NAMES[MeetingStatus.CANCELLED], "closed"),
}
# Why a use does not count.
WHY_NAMES = {
    Why.NO_PROGRAMME: _l("The need belongs to no programme"),
    Why.NOT_IN_WHOLE: _l("It does not count for the indicator that this one is a part of"),
    Why.COUNTED_BEFORE: _l("It counts already, from an earlier day or entry"),
    Why.NO_EVIDENCE: _l("Evidence is missing"),
    Why.DISPUTED: _l("A party says that it is wrong"),
    Why.OUTSIDE_PERIOD: _l("Began outside the programme's period"),
    Why.NO_ORG_NUMBER: _l("The organisation number is missing"),
    Why.SIZE_UNKNOWN: _l("The company's size was unknown at its first use"),
    Why.NOT_SMF: _l("The company was not an SME at its first use"),
}
SERVICE_FORM_NAMES = (
    (ServiceForm.FULL_SERVICE, _l("The unit does the work")),
    (ServiceForm.ASSISTED_USE, _l("The company does it with help")),
    (ServiceForm.SELF_SERVICE, _l("The company does it by itself")),
    (ServiceForm.COLLABORATION, _l("Research together")),
    (ServiceForm.CONSULTATION, _l("Advice")),
    (ServiceForm.TRAINING, _l("Training")),
    (ServiceForm.LAB_SPACE, _l("Room in a laboratory")),
)
# How likely a pair is to be worth an introduction.
STRENGTH_NAMES = {
    Strength.STRONG: _l("Strong"),
    Strength.GOOD: _l("Good"),
    Strength.POSSIBLE: _l("Possible"),
    Strength.WEAK: _l("Weak"),
}
QUALITY_NAMES = (
    (Quality.GMP, "GMP"),
    (Quality.GLP, "GLP"),
    (Quality.GCP, "GCP"),
    (Quality.ISO_13485, "ISO 13485"),
    (Quality.ISO_15189, "ISO 15189"),
    (Quality.ISO_17025, "ISO 17025"),
    (Quality.BSL_2, "BSL-2"),
    (Quality.BSL_3, "BSL-3"),
    (Quality.BSL_4, "BSL-4"),
)
# What time is spent on.
ACTIVITY_NAMES = {
    Activity.MATCHING: _l("Matching"),
    Activity.MEETINGS: _l("Meetings"),
    Activity.COMPANIES: _l("Finding companies"),
    Activity.INFRASTRUCTURES: _l("Infrastructures"),
    Activity.EVENTS: _l("Events and networks"),
    Activity.REPORTING: _l("Reports"),
    Activity.OTHER: _l("Other work"),
}


def time_words(value: datetime) -> str:
    """Return a moment to come as one says it, by the clocks in Stockholm: "Friday 2026-12-04 14:05"."""
    return str(format_datetime(local(value), "EEEE yyyy-MM-dd HH:mm", rebase=False))


# What companies' numbers are called in their own countries; elsewhere it is the VAT number that is kept.
NUMBER_NAMES = {
    "CH": "UID",
    "DK": "CVR-nummer",
    "EE": "registrikood",
    "FI": "Y-tunnus",
    "FR": "SIREN",
    "IS": "kennitala",
    "LI": "PEID",
    "NO": "organisasjonsnummer",
}


def country_name(code: str, language: str | None = None) -> str:
    """Return what a country of two letters is called, in the reader's language unless another is given."""
    locale = Locale(language) if language else get_locale() or Locale("sv")
    return str(locale.territories[code])


def currency_name(code: str) -> str:
    """Return what a currency is called, in the reader's language, with its three letters."""
    return f"{(get_locale() or Locale('sv')).currencies[code].capitalize()} ({code})"
