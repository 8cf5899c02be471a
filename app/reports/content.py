"""What a monthly report holds: figures made of rows, so that every number can be opened, frozen and compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

# How `to_json` writes a report; 1 is what was frozen before reports had a format.
FORMAT = 1
# The order in which a report tells what the month held.
MONTH_FIGURES = (
    "new_companies",
    "new_needs",
    "introductions",
    "meetings_held",
    "meetings_planned",
    "meetings_not_held",
    "uses_started",
)
OPEN_NEEDS = ("needs_matched", "needs_waiting", "needs_unmet")
NEXT = ("next_steps",)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row behind a figure.

    `kind` says what `id` is the number of: "company", "need", "match", "meeting", "use" or "infrastructure". `title`
    is what may be read by every reader of the report; `company` is the company's name, for the office only.
    """

    kind: str
    id: int
    title_sv: str
    title_en: str
    on: date | None
    company_id: int | None = None
    company: str | None = None
    match_id: int | None = None
    is_demo: bool = False

    def without_company(self) -> ReportRow:
        """Return the row as the steering group reads it."""
        return replace(self, company_id=None, company=None, match_id=None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and exactly the rows that make it; targets also have a plan and a pace (units a month)."""

    code: str
    rows: tuple[ReportRow, ...]
    name_sv: str = ""
    name_en: str = ""
    target: int | None = None
    planned: int | None = None
    needed_a_month: float | None = None

    @property
    def value(self) -> int:
        """Return the number."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many matches had reached a stage by the end of the month, and the median days from the stage before."""

    stage: str
    reached: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """A programme's report for a month, as of its last day or, while the month lasts, of today."""

    programme: str
    month: date
    cut_off: date
    is_over: bool
    targets: tuple[Figure, ...]
    figures: Mapping[str, Figure]
    funnel: tuple[FunnelStep, ...]

    @property
    def month_text(self) -> str:
        """Return the month as it stands in addresses: 2026-10."""
        return self.month.strftime("%Y-%m")

    @property
    def holds_demo(self) -> bool:
        """Tell whether any row behind a number is made up."""
        return any(row.is_demo for figure in self.all_figures().values() for row in figure.rows)

    def all_figures(self) -> dict[str, Figure]:
        """Return every figure by its code, the targets first."""
        return {figure.code: figure for figure in self.targets} | dict(self.figures)

    def without_companies(self) -> Report:
        """Return the report as the steering group reads it: the same numbers, no company by name, no next steps."""
        return replace(
            self,
            targets=tuple(_without_companies(figure) for figure in self.targets),
            figures={code: _without_companies(figure) for code, figure in self.figures.items() if code not in NEXT},
        )


def _without_companies(figure: Figure) -> Figure:
    return replace(figure, rows=tuple(row.without_company() for row in figure.rows))


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that a frozen report lacks, or has and would no longer have."""

    figure: str
    row: ReportRow
    added: bool


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


def to_json(report: Report) -> dict[str, Any]:
    """Return the report as plain data, dates as text; `from_json` gives it back unchanged."""
    return {
        "programme": report.programme,
        "month": report.month.isoformat(),
        "cut_off": report.cut_off.isoformat(),
        "is_over": report.is_over,
        "targets": [_figure_to_json(figure) for figure in report.targets],
        "figures": [_figure_to_json(figure) for figure in report.figures.values()],
        "funnel": [asdict(step) for step in report.funnel],
    }


def from_json(data: Mapping[str, Any]) -> Report:
    """Return the report that `to_json` wrote."""
    return Report(
        programme=data["programme"],
        month=date.fromisoformat(data["month"]),
        cut_off=date.fromisoformat(data["cut_off"]),
        is_over=data["is_over"],
        targets=tuple(_figures_from_json(data["targets"])),
        figures={figure.code: figure for figure in _figures_from_json(data["figures"])},
        funnel=tuple(FunnelStep(**step) for step in data["funnel"]),
    )


def _figure_to_json(figure: Figure) -> dict[str, Any]:
    rows = [asdict(row) | {"on": row.on.isoformat() if row.on else None} for row in figure.rows]
    return asdict(replace(figure, rows=())) | {"value": figure.value, "rows": rows}


def _figures_from_json(figures: Iterable[Mapping[str, Any]]) -> Iterable[Figure]:
    for data in figures:
        rows = tuple(
            ReportRow(**row | {"on": date.fromisoformat(row["on"]) if row["on"] else None}) for row in data["rows"]
        )
        yield Figure(**{key: value for key, value in data.items() if key not in ("rows", "value")}, rows=rows)
