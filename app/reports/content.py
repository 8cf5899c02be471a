"""What a monthly report holds: figures made of rows, so that every number can be opened, frozen and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from app.programmes.counted_facts import CountedFacts

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


class Reader(StrEnum):
    """Whom a report is made for; only the office may have companies named that have not agreed to it."""

    STEERING = "steering"
    FUNDER = "funder"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row behind a figure.

    `kind` says what `id` is the number of: "company", "need", "match", "meeting", "use" or "infrastructure". `title`
    is what may be read by every reader of the report, and so is `counted`, which the rows behind a target have;
    `company` is the company's name and `municipality` where it lies, however few others do, for the office only.
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
    counted: CountedFacts | None = None
    municipality: str | None = None

    def without_company(self) -> ReportRow:
        """Return the row as it is read outside the office: a company by name only where it has agreed."""
        released = self.counted.released_name if self.counted else None
        return replace(self, company_id=None, company=released, match_id=None, municipality=None)


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

    def for_reader(self, reader: Reader, *, names: bool) -> Report:
        """Return the report as a reader gets it: the same numbers; names and next steps for the office only."""
        if reader is Reader.OFFICE and names:
            return self
        left_out = () if reader is Reader.OFFICE else NEXT
        return replace(
            self,
            targets=tuple(_without_companies(figure) for figure in self.targets),
            figures={code: _without_companies(figure) for code, figure in self.figures.items() if code not in left_out},
        )


def _without_companies(figure: Figure) -> Figure:
    return replace(figure, rows=tuple(row.without_company() for row in figure.rows))
