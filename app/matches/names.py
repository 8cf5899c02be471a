"""The words for a match's steps and for why it ends; they stand with the companies' and the needs' words."""

from __future__ import annotations

from app.companies.names import MEETING_NAMES, STAGE_BADGES
from app.needs.names import CLOSE_REASON_NAMES
from models.matches import LADDER, Stage
from models.meetings import MeetingStatus

__all__ = ["CLOSE_REASON_NAMES", "STAGE_BADGES"]

STAGE_NAMES = tuple((stage, STAGE_BADGES[stage][0]) for stage in Stage)
LADDER_NAMES = tuple((stage, STAGE_BADGES[stage][0]) for stage in LADDER)
CLOSE_REASONS = tuple(CLOSE_REASON_NAMES.items())
# (word, tone of the badge)
MEETING_BADGES = {
    MeetingStatus.PLANNED: (MEETING_NAMES[MeetingStatus.PLANNED], "neutral"),
    MeetingStatus.HELD: (MEETING_NAMES[MeetingStatus.HELD], "good"),
    MeetingStatus.NOT_HELD: (MEETING_NAMES[MeetingStatus.NOT_HELD], "closed"),
}
