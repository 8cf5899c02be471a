"""Which steps of a match stand: what was taken back is not among them, and what was skipped was never taken.

A step's day is the day of what happened, not of writing it down: the first held meeting, the first use, the start of
the introduction, and for the rest the day on which somebody said so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from models.clock import day_of, start_of
from models.matches import STAGES_IN_ORDER, Stage, StageChange
from models.meetings import MeetingStatus

if TYPE_CHECKING:
    from models.introductions import Introduction
    from models.meetings import Meeting
    from models.uses import Use


@dataclass(frozen=True, slots=True)
class Step:
    """A stage that a match has come to, and the day it did; `at` orders steps of one day."""

    stage: Stage
    on: date
    at: datetime


def standing_steps(
    changes: Sequence[StageChange],
    introductions: Iterable[Introduction],
    meetings: Iterable[Meeting],
    uses: Iterable[Use],
) -> tuple[Step, ...]:
    """Return the steps of one match that stand, in the order of the ladder, a closing last.

    `meetings` are those that have not been taken back; like the others they may be plain rows.
    """
    said = {change.to_stage: change for change in standing_changes(changes)}
    found = {stage: Step(stage, day_of(change.at), change.at) for stage, change in said.items()}
    for stage, day in _grounds(introductions, meetings, uses).items():
        change = said.get(stage)
        found[stage] = Step(stage, day, change.at if change and day_of(change.at) == day else start_of(day))
    return tuple(found[stage] for stage in (*STAGES_IN_ORDER, Stage.CLOSED) if stage in found)


def standing_changes(changes: Sequence[StageChange]) -> list[StageChange]:
    """Return the changes that nobody has taken back since, the oldest first.

    To set a match back takes back every step beyond; to open it again takes back the closing.
    """
    standing: list[StageChange] = []
    for change in changes:
        if change.to_stage is not Stage.CLOSED:
            # What it is set back to may have been reached before, by a step that still stands.
            same = [each for each in standing if each.to_stage is change.to_stage]
            standing = [each for each in standing if each.to_stage.lies_below(change.to_stage)]
            standing += same or [change]
        elif not standing or standing[-1].to_stage is not Stage.CLOSED:
            standing.append(change)
    return standing


def _grounds(
    introductions: Iterable[Introduction], meetings: Iterable[Meeting], uses: Iterable[Use]
) -> dict[Stage, date]:
    """Return the stages that have something of their own to rest on, with its day."""
    introduced = [day_of(each.started_at) for each in introductions if each.taken_back_at is None]
    held = [meeting.held_on for meeting in meetings if meeting.status is MeetingStatus.HELD]
    used = [use.started_on for use in uses]
    days = {Stage.INTRODUCED: introduced, Stage.MEETING_HELD: held, Stage.USED: used}
    return {stage: min(found) for stage, found in days.items() if found}
