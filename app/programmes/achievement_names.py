"""Words for kinds of achievements, what indicators are measured in and parts of a figure, in the reader's language."""

from __future__ import annotations

from typing import Final

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from app.programmes.splits import FOLDED, NOT_STATED, UNKNOWN, Part
from models.achievements import AchievementKind
from models.programmes import Indicator
from models.smf import SizeClass
from models.uses import Why

KIND_NAMES: Final = {
    AchievementKind.NETWORK_MEETING: _l("Network meeting"),
    AchievementKind.SOCIAL_EVENT: _l("Social event"),
    AchievementKind.SMF_DAY: _l("SME and infrastructure day"),
    AchievementKind.FAIR: _l("Fair"),
    AchievementKind.ARENA: _l("Arena Life Science"),
    AchievementKind.COMMUNITY_OCCASION: _l("Community occasion"),
    AchievementKind.CONFERENCE: _l("Conference"),
    AchievementKind.SEMINAR: _l("Seminar"),
    AchievementKind.WORKSHOP: _l("Workshop"),
    AchievementKind.STUDY_TRIP: _l("Benchlearning trip"),
    AchievementKind.DELEGATION: _l("Delegation"),
    AchievementKind.NETWORK: _l("Network started"),
    AchievementKind.ESTABLISHMENT: _l("Establishment in Flemingsberg"),
    AchievementKind.START_UP: _l("Start-up"),
    AchievementKind.SUSTAINABILITY: _l("Sustainability collaboration started"),
    AchievementKind.LADDER: _l("Step on the cooperation ladder"),
    AchievementKind.FIGURE: _l("Entry for an indicator"),
}
# Why an achievement does not count for an indicator of its kind.
OBJECTION_NAMES: Final = {
    Why.NO_EVIDENCE: _l("Evidence is missing."),
    Why.OUTSIDE_PERIOD: _l("The day lies outside the programme's period, or has not come yet."),
    Why.NO_ORG_NUMBER: _l("The company is not recorded with its organisation number."),
    Why.SIZE_UNKNOWN: _l("The company's size was unknown on the day of its first entry."),
    Why.NOT_SMF: _l("The company was not an SME on the day of its first entry."),
    Why.NOT_FLEMINGSBERG: _l("The place is not in Flemingsberg."),
    Why.NOT_IN_WHOLE: _l("It does not count for the indicator that this one is a part of, so not here either."),
    Why.COUNTED_BEFORE: _l("The same counts already, from an earlier day or entry."),
}
_MEASURE_NAMES: Final = {
    "companies": _l("companies"),
    "organisations": _l("organisations"),
    "infrastructures": _l("infrastructures"),
    "networks": _l("networks"),
    "events": _l("events"),
    "collaborations": _l("collaborations"),
    "users": _l("users"),
    "fte": _l("full-time equivalents"),
    "sek": _l("SEK"),
    "database": _l("databases"),
}
SPLIT_NAMES: Final = {"size": _l("By size"), "area": _l("By area"), "region": _l("By region")}
PART_NAMES: Final = {
    SizeClass.MICRO.value: _l("Micro enterprises"),
    SizeClass.SMALL.value: _l("Small enterprises"),
    SizeClass.MEDIUM.value: _l("Medium-sized enterprises"),
    SizeClass.LARGE.value: _l("Large enterprises"),
    SizeClass.NOT_SMF.value: _l("Not SMEs"),
    UNKNOWN: _l("Not known"),
    NOT_STATED: _l("Not stated"),
    FOLDED: _l("Other groups, put together since one has fewer than three"),
}


def part_name(part: Part) -> str:
    """Return what a part of a figure is called: a size, a group of the programme, a county, or what is not told."""
    if not isinstance(part, str):
        return part[0 if str(get_locale()) == "sv" else 1]
    return str(PART_NAMES.get(part, part))


def note_of(indicator: Indicator) -> str | None:
    """Return what is noted of an indicator in the reader's language; it is written in both, with a stroke between."""
    swedish, _stroke, english = (indicator.note or "").partition(" / ")
    return (swedish if str(get_locale()) == "sv" else english or swedish) or None


def measure_of(indicator: Indicator) -> str:
    """Return the word for what an indicator is measured in; one that has no word here is written as it is."""
    return measure_name(indicator.unit)


def measure_name(unit: str) -> str:
    """Return the word for a unit that something is measured in."""
    return str(_MEASURE_NAMES.get(unit, unit))


def counts_whole(indicator: Indicator) -> bool:
    """Tell whether an indicator is measured in what has no halves; work and money may have decimals."""
    return indicator.unit not in ("fte", "sek")
