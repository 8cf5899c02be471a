"""The words for a company's size, needs and stages, and for why a use does not count; badges carry their tone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from app.programmes.judging import Why
from models.matches import Stage
from models.meetings import MeetingStatus
from models.needs import NeedStatus
from models.organisations import CompanyKind, Ownership
from models.smf import SizeClass

KIND_NAMES = (
    (CompanyKind.LIMITED_COMPANY, _l("Limited company")),
    (CompanyKind.SOLE_TRADER, _l("Sole trader")),
    (CompanyKind.OTHER, _l("Other form")),
)
OWNERSHIP_NAMES = (
    (Ownership.AUTONOMOUS, _l("Autonomous: no holding of 25 percent or more, up or down")),
    (Ownership.PARTNER, _l("Partner: a holding of 25 to 50 percent")),
    (Ownership.LINKED, _l("Linked: a holding over 50 percent, or a dominant influence")),
    (Ownership.UNKNOWN, _l("Ownership not known")),
)
# (word, tone of the badge)
SIZE_BADGES = {
    SizeClass.MICRO: (_l("SME, micro"), "good"),
    SizeClass.SMALL: (_l("SME, small"), "good"),
    SizeClass.MEDIUM: (_l("SME, medium"), "good"),
    SizeClass.LARGE: (_l("Large company"), "closed"),
    SizeClass.NOT_SMF: (_l("Not an SME"), "closed"),
    SizeClass.UNKNOWN: (_l("Size unknown"), "due"),
}
NEED_BADGES = {
    NeedStatus.DRAFT: (_l("Draft"), "neutral"),
    NeedStatus.OPEN: (_l("Open need"), "current"),
    NeedStatus.MET: (_l("Met need"), "good"),
    NeedStatus.WITHDRAWN: (_l("Withdrawn"), "closed"),
}
STAGE_BADGES = {
    Stage.SUGGESTED: (_l("Suggested"), "neutral"),
    Stage.SHORTLISTED: (_l("Shortlisted"), "neutral"),
    Stage.INTRODUCED: (_l("Introduced"), "current"),
    Stage.MEETING_HELD: (_l("Meeting held"), "current"),
    Stage.AGREED: (_l("Agreed"), "current"),
    Stage.USED: (_l("Used"), "good"),
    Stage.CLOSED: (_l("Closed match"), "closed"),
}
MEETING_NAMES = {
    MeetingStatus.PLANNED: _l("Meeting planned"),
    MeetingStatus.HELD: _l("Meeting held"),
    MeetingStatus.NOT_HELD: _l("Meeting not held"),
}
WHY_NAMES = {
    Why.NO_PROGRAMME: _l("The need belongs to no programme"),
    Why.NO_EVIDENCE: _l("Evidence is missing"),
    Why.OUTSIDE_PERIOD: _l("Began outside the programme's period"),
    Why.NO_ORG_NUMBER: _l("The organisation number is missing"),
    Why.SIZE_UNKNOWN: _l("The company's size was unknown at its first use"),
    Why.NOT_SMF: _l("The company was not an SME at its first use"),
}
