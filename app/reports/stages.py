"""How far matches had come at a moment, and how long each stage took them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from statistics import median

from app.reports.content import FunnelStep
from app.reports.month import Month
from models.matches import LADDER, Match, Stage, StageChange


def funnel(matches: Sequence[Match], month: Month) -> tuple[FunnelStep, ...]:
    """Return for each stage how many matches had reached it at the cut-off, and the median days of getting there."""
    steps = []
    for before, stage in zip((None, *LADDER), LADDER, strict=False):
        arrived = [(match, at) for match in matches if (at := reached(match, stage)) is not None and at < month.end]
        days = [
            (at - earlier.at).total_seconds() / 86_400
            for match, at in arrived
            if before is not None and (earlier := _last_change_before(match, at)) is not None
        ]
        steps.append(FunnelStep(stage.value, len(arrived), round(median(days), 1) if days else None))
    return tuple(steps)


def reached(match: Match, stage: Stage) -> datetime | None:
    """Return when the match first came to a stage, or skipped past it."""
    stages = LADDER[LADDER.index(stage) :]
    return min((change.at for change in match.changes if change.to_stage in stages), default=None)


def stage_at(match: Match, moment: datetime) -> Stage | None:
    """Return the stage a match had at a moment; None before it began."""
    change = _last_change_before(match, moment)
    return change.to_stage if change else None


def _last_change_before(match: Match, moment: datetime) -> StageChange | None:
    earlier = [change for change in match.changes if change.at < moment]
    return max(earlier, key=lambda change: (change.at, change.id)) if earlier else None
