"""The funnel: how many matches had taken each stage by a day, how long it took them, and the rows behind both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from statistics import median
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from app.labels import STAGE_NAMES
from app.reports.content import DAYS, STAGE, FunnelStep
from app.reports.figures import Figure
from app.reports.names import in_both
from app.reports.records import MatchRecord
from app.reports.rows import match_row
from models.matches import STAGES_IN_ORDER, Stage

if TYPE_CHECKING:
    from app.reports.content import Report

# A match that has come to a stage, when, and in how many days from the one before; a stage that it skipped has no day.
_Reached = tuple[MatchRecord, date | None, int | None]
_DAYS_TO = _l("Days to “%(stage)s” from the step before")


def funnel(matches: Sequence[MatchRecord], until: date, *, with_rows: bool) -> tuple[FunnelStep, ...]:
    """Return for each stage how many matches had taken it by a day, and the median days from the stage before.

    Every match that is on the ladder was suggested, for that is where they all begin. Any other stage that was skipped
    is not taken, so a later one may hold more matches than an earlier one. `with_rows` keeps those matches.
    """
    reached: dict[Stage, list[_Reached]] = {stage: [] for stage in STAGES_IN_ORDER}
    first = STAGES_IN_ORDER[0]
    for match in matches:
        before: date | None = None
        for stage in STAGES_IN_ORDER:
            on = match.taken.get(stage)
            if on is None or on > until:
                continue
            if before is None and stage is not first:
                reached[first].append((match, None, None))
            reached[stage].append((match, on, None if before is None else max((on - before).days, 0)))
            before = on
    return tuple(_step(stage, those, with_rows=with_rows) for stage, those in reached.items())


def _step(stage: Stage, reached: Sequence[_Reached], *, with_rows: bool) -> FunnelStep:
    waits = [days for _match, _on, days in reached if days is not None]
    rows = None
    if with_rows:
        rows = tuple(match_row(match, "match", match.id, on, days=days) for match, on, days in reached)
    half = round(float(median(waits)), 1) if waits else None
    return FunnelStep(stage.value, len(reached), half, rows)


def opened_codes(step: FunnelStep) -> tuple[str | None, str | None]:
    """Return the codes by which a stage's number and its days open their rows; None for what opens none."""
    if step.rows is None:
        return None, None
    return f"{STAGE}{step.stage}", None if step.median_days is None else f"{DAYS}{step.stage}"


def stage_figures(report: Report) -> dict[str, Figure]:
    """Return each number of a report's funnel that can be opened as a figure with its rows."""
    return {code: _figure(step, code) for step in report.funnel for code in opened_codes(step) if code}


def _figure(step: FunnelStep, code: str) -> Figure:
    reached, days = _names(step.stage)
    rows = step.rows or ()
    if code.startswith(STAGE):
        return Figure(code, rows, *reached)
    waited = tuple(replace(row, amount=row.days) for row in rows if row.days is not None)
    return Figure(code, waited, *days, total=step.median_days)


@cache
def _names(stage: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return what a stage and the days to it are called in Swedish and in English."""
    called = in_both(STAGE_NAMES[Stage(stage)])
    days = in_both(_DAYS_TO)
    return called, (days[0] % {"stage": called[0]}, days[1] % {"stage": called[1]})
