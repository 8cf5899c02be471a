"""How far matches had come by a day, and how long each stage took them: the steps that stand, on their own days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median

from app.reports.content import FunnelStep
from models.introductions import Introduction
from models.matches import STAGES_IN_ORDER, Stage, StageChange
from models.meetings import Meeting
from models.standing_steps import standing_steps
from models.uses import Use

Steps = Mapping[Stage, date]


def days_of(
    changes: Sequence[StageChange],
    introductions: Iterable[Introduction],
    meetings: Iterable[Meeting],
    uses: Iterable[Use],
) -> Steps:
    """Return the day on which a match came to each stage it has taken; closing is one of them."""
    return {step.stage: step.on for step in standing_steps(changes, introductions, meetings, uses)}


def funnel(matches: Sequence[Steps]) -> tuple[FunnelStep, ...]:
    """Return for each stage how many matches have taken it, and the median days from the stage before.

    Every match that is on the ladder was suggested, for that is where they all begin. Any other stage that was skipped
    is not taken, so a later one may hold more matches than an earlier one.
    """
    steps = []
    for stage in STAGES_IN_ORDER:
        reached = [taken for taken in matches if stage in taken or (stage is STAGES_IN_ORDER[0] and _has_begun(taken))]
        waits = [wait for taken in matches if (wait := _days_before(taken, stage)) is not None]
        steps.append(FunnelStep(stage.value, len(reached), round(float(median(waits)), 1) if waits else None))
    return tuple(steps)


def _has_begun(taken: Steps) -> bool:
    return any(stage in taken for stage in STAGES_IN_ORDER)


def _days_before(taken: Steps, stage: Stage) -> int | None:
    """Return the days from the last stage that was taken before one; None when either is missing."""
    earlier = [taken[each] for each in STAGES_IN_ORDER[: STAGES_IN_ORDER.index(stage)] if each in taken]
    return max((taken[stage] - earlier[-1]).days, 0) if stage in taken and earlier else None


def furthest(taken: Steps) -> Stage | None:
    """Return the furthest stage of a match that goes on; None for one that has not begun or is closed."""
    if Stage.CLOSED in taken:
        return None
    return furthest_before_closing(taken)


def furthest_before_closing(taken: Steps) -> Stage | None:
    """Return the furthest stage of a match on the ladder, whether it was closed since or not; None before the first."""
    return max((stage for stage in taken if stage is not Stage.CLOSED), key=STAGES_IN_ORDER.index, default=None)
