"""What a frozen report would say differently if it were made today; the report itself stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.content import NEXT, Report, ReportRow


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that a frozen report lacks, or has and would no longer have."""

    figure: str
    row: ReportRow
    added: bool


@dataclass(frozen=True, slots=True)
class StageCorrection:
    """A stage that more or fewer matches had reached by the end of the month than the frozen report says."""

    stage: str
    before: int
    after: int


def stage_corrections(frozen: Report, current: Report) -> list[StageCorrection]:
    """Return the stages that would be counted otherwise if the report were made today, as the funnel has them."""
    now = {step.stage: step.reached for step in current.funnel}
    return [
        StageCorrection(step.stage, step.reached, now[step.stage])
        for step in frozen.funnel
        if now.get(step.stage, step.reached) != step.reached
    ]


def corrections(frozen: Report, current: Report) -> list[Correction]:
    """Return what would be different if the report were made today; the frozen one stays as it is."""
    found = []
    now = current.all_figures()
    for code, figure in frozen.all_figures().items():
        if code in NEXT or code not in now:
            continue
        before = {(row.kind, row.id): row for row in figure.rows}
        after = {(row.kind, row.id): row for row in now[code].rows}
        found += [Correction(code, after[key], added=True) for key in after.keys() - before.keys()]
        found += [Correction(code, before[key], added=False) for key in before.keys() - after.keys()]
    return sorted(found, key=lambda entry: (entry.figure, not entry.added, entry.row.kind, entry.row.id))
