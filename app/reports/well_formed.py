"""Whether what was read of a frozen report can be shown at all: whoever changed it need not have kept to any form."""

from __future__ import annotations

from app.reports.content import GAP, LOST, MONTH_FIGURES, NEXT, OPEN_NEEDS, PROFILES, Report, ReportRow
from app.reports.declared_types import is_as_declared
from app.reports.names import EVIDENCE_NAMES, KIND_NAMES, SIZE_NAMES
from models.matches import STAGES_IN_ORDER, CloseReason

# What every report has, whatever its format.
_ALWAYS = frozenset((*MONTH_FIGURES, *OPEN_NEEDS)) - {"matches_lost"}
_CODES = frozenset((*MONTH_FIGURES, *OPEN_NEEDS, *NEXT, *PROFILES))
_STAGES = frozenset(stage.value for stage in STAGES_IN_ORDER)
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
        and all(_is_known(row) for figure in report.all_figures().values() for row in figure.rows)
    )


def _is_known(row: ReportRow) -> bool:
    """Tell whether there are words for what a row says of itself."""
    if row.counted is not None and not (
        row.counted.size in SIZE_NAMES and (row.counted.evidence_kind or "document") in EVIDENCE_NAMES
    ):
        return False
    return row.kind in KIND_NAMES and row.reason in _REASONS
