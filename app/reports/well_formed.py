"""Whether what was read of a frozen report can be shown at all: whoever changed it need not have kept to any form."""

from __future__ import annotations

from app.reports.content import (
    EVENT,
    GAP,
    HELD,
    HOURS,
    LADDER,
    LOST,
    MONTH_FIGURES,
    NEXT,
    OPEN_NEEDS,
    PROFILES,
    STAGE,
    Parts,
    Report,
)
from app.reports.declared_types import is_as_declared
from app.reports.figures import EarlierChange, ReportRow
from app.reports.names import EVIDENCE_NAMES, FIGURE_NAMES, KIND_NAMES, SIZE_NAMES
from models.matches import STAGES_IN_ORDER, CloseReason
from models.time_entries import Activity

# What every report has, whatever its format.
_ALWAYS = frozenset((*MONTH_FIGURES, *OPEN_NEEDS)) - {"matches_lost"}
_CODES = frozenset((*MONTH_FIGURES, *OPEN_NEEDS, *NEXT, *PROFILES))
_STAGES = frozenset(stage.value for stage in STAGES_IN_ORDER)
_ACTIVITIES = frozenset({"", *(activity.value for activity in Activity)})
_REASONS = frozenset({None, *(reason.value for reason in CloseReason)})


def is_well_formed(report: Report) -> bool:
    """Tell whether what was read can be shown: every value of its type, every figure, stage and row of its kind."""
    return (
        is_as_declared(report)
        and report.figures.keys() >= _ALWAYS
        and report.figures.keys() <= _CODES
        and all(step.stage in _STAGES for step in report.funnel)
        and all(each.code.removeprefix(LOST) in _REASONS for each in report.lost.figures)
        and all(each.code.startswith(GAP) for each in report.gaps.figures)
        and all(each.code.startswith((EVENT, HELD)) for each in (report.events or Parts()).figures)
        and all(each.code.startswith(LADDER) for each in (report.ladder or Parts()).figures)
        and all(_is_known(row) for figure in report.all_figures().values() for row in figure.rows)
        and all(
            _is_named(change) and all(map(_is_known, (*change.added, *change.removed))) for change in report.changes
        )
    )


def _is_named(change: EarlierChange) -> bool:
    """Tell whether there are words for what a change is about."""
    if change.code.startswith(STAGE):
        return change.code.removeprefix(STAGE) in _STAGES
    if change.code.startswith(HOURS):
        return change.code.removeprefix(HOURS) in _ACTIVITIES
    return bool(change.name_sv) or change.code in FIGURE_NAMES


def _is_known(row: ReportRow) -> bool:
    """Tell whether there are words for what a row says of itself."""
    if row.counted is not None and not (
        row.counted.size in SIZE_NAMES and (row.counted.evidence_kind or "document") in EVIDENCE_NAMES
    ):
        return False
    return row.kind in KIND_NAMES and row.reason in _REASONS
