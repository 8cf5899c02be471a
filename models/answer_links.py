"""Whether the link of an introduction's letter still asks: one rule, for its holder's page and for the match's."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from models.clock import day_of, moment_of
from models.needs import Need, NeedStatus

if TYPE_CHECKING:
    from models.introductions import Introduction
    from models.meetings import Meeting
    from models.party_answers import PartyAnswer


class LinkEnd(enum.StrEnum):
    """Why a link asks nothing any longer."""

    TAKEN_BACK = "taken_back"
    CLOSED = "closed"
    NOT_CURRENT = "not_current"
    MET = "met"
    TOO_OLD = "too_old"


def link_end(
    answer: PartyAnswer, introduction: Introduction, need: Need, meetings: Iterable[Meeting], *, at: datetime
) -> LinkEnd | None:
    """Return why the link of an answer is over, None while it asks; `meetings` are all of the match."""
    if introduction.taken_back_at is not None:
        return LinkEnd.TAKEN_BACK
    if introduction.ended_at is not None:
        return LinkEnd.CLOSED
    if need.status is not NeedStatus.OPEN:
        return LinkEnd.NOT_CURRENT
    if any(meeting.was_held and came_after(introduction, meeting) for meeting in meetings):
        return LinkEnd.MET
    return LinkEnd.TOO_OLD if answer.expires_at <= at else None


def came_after(introduction: Introduction, meeting: Meeting) -> bool:
    """Tell whether a meeting is or was later than the introduction, as far as is on record.

    On the same day its hour tells; where nobody has said the hour, whether it was written down afterwards.
    """
    began = introduction.started_at
    if meeting.held_on != day_of(began):
        return meeting.held_on > day_of(began)
    if meeting.starts_at is not None:
        return moment_of(meeting.held_on, meeting.starts_at) > began
    return meeting.created_at > began
