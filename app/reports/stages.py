"""How far matches had come by a day, and how long each stage took them: the steps that stand, on their own days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from models.introductions import Introduction
from models.matches import STAGES_IN_ORDER, Stage, StageChange
from models.meetings import Meeting
from models.standing_steps import standing_steps
from models.uses import Use

Steps = Mapping[Stage, date]
_FURTHEST_FIRST: Final = STAGES_IN_ORDER[::-1]


def days_of(
    changes: Sequence[StageChange],
    introductions: Iterable[Introduction],
    meetings: Iterable[Meeting],
    uses: Iterable[Use],
) -> Steps:
    """Return the day on which a match came to each stage it has taken; closing is one of them."""
    return {step.stage: step.on for step in standing_steps(changes, introductions, meetings, uses)}


def furthest(taken: Steps, until: date) -> Stage | None:
    """Return the furthest stage by a day of a match that goes on; None for one that has not begun or is closed."""
    closed = taken.get(Stage.CLOSED)
    return furthest_before_closing(taken, until) if closed is None or closed > until else None


def furthest_before_closing(taken: Steps, until: date) -> Stage | None:
    """Return the furthest stage on the ladder by a day, closed or not; None before the first."""
    return next((stage for stage in _FURTHEST_FIRST if (on := taken.get(stage)) is not None and on <= until), None)
