"""What a monthly report holds: figures made of rows, so that every number can be opened, frozen and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.programmes.counted_facts import CountedFacts, folded_facts
from app.reports.month import span_text
from app.reports.outsiders import told_before, told_by_month, told_parts, told_places, told_sum
from app.reports.surrounding_facts import About, InfrastructureStanding, Worked

# The order in which a report tells what the month held.
MONTH_FIGURES = (
    "new_companies",
    "new_needs",
    "introductions",
    "meetings_held",
    "meetings_planned",
    "meetings_not_held",
    "uses_started",
    "matches_lost",
)
OPEN_NEEDS = ("needs_matched", "needs_waiting", "needs_unmet")
NEXT, PROFILES = ("next_steps",), ("profiles_stale",)
# What a figure's code begins with when it is one part of a whole: why matches were lost, and what unmet needs ask for.
LOST, GAP = "lost-", "gap-"


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
    `company` is the company's name and `municipality` where it lies, however few others do, and `reason` why a match
    was closed, for the office only. `amount` is what was entered for it; other rows count as one.
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
    reason: str | None = None
    amount: int | float | None = None

    def without_company(self) -> ReportRow:
        """Return the row as it is read outside the office: a company by name only where it has agreed."""
        released = self.counted.released_name if self.counted else None
        return replace(
            self, company_id=None, company=released, match_id=None, municipality=None, reason=None, amount=None
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and exactly the rows that make it; targets also have a plan, a pace (units a month) and a forecast.

    `pace` is that of the last months, and `forecast` what it would come to by the programme's end if it held. So many
    rows as are `withheld` are not told to the reader, since their sum is of too few companies.
    """

    code: str
    rows: tuple[ReportRow, ...]
    name_sv: str = ""
    name_en: str = ""
    target: int | None = None
    planned: int | None = None
    needed_a_month: float | None = None
    pace: float | None = None
    forecast: int | None = None
    rule: str | None = None
    company_count: int | None = None
    total: int | float | None = None
    withheld: int = 0

    @property
    def value(self) -> int | float:
        """Return the number: how many rows there are, or what was entered for them adds up to."""
        return sum(1 if row.amount is None else row.amount for row in self.rows) if self.total is None else self.total

    @property
    def companies(self) -> int:
        """Return how many companies the rows are about."""
        return len({row.company_id for row in self.rows}) if self.company_count is None else self.company_count


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many matches had reached a stage by the end of the month, and the median days from the stage before."""

    stage: str
    reached: int
    median_days: float | None


@dataclass(frozen=True, slots=True)
class Parts:
    """How a figure divides: figures of their own. `folded` of them concern too few companies to be told."""

    figures: tuple[Figure, ...] = ()
    folded: int = 0

    def without_companies(self) -> Parts:
        """Return the parts as they are read outside the office."""
        return replace(self, figures=tuple(_without_companies(figure) for figure in self.figures))


@dataclass(frozen=True, slots=True)
class Report:
    """A programme's report for a month, as of its last day or, while the month lasts, of today.

    What came with format 4 is empty in reports that were frozen before: `about`, how the figures divide, the values of
    the month `before` by their codes, the units and the hours.
    """

    programme: str
    month: date
    cut_off: date
    is_over: bool
    targets: tuple[Figure, ...]
    figures: Mapping[str, Figure]
    funnel: tuple[FunnelStep, ...]
    about: About | None = None
    lost: Parts = Parts()
    gaps: Parts = Parts()
    before: Mapping[str, int | float] = field(default_factory=dict)
    standings: tuple[InfrastructureStanding, ...] = ()
    worked: Worked | None = None
    comment: str = ""
    months: int = 1

    @property
    def month_text(self) -> str:
        """Return the month as it stands in addresses: 2026-10; a quarter is 2026-Q4."""
        return span_text(self.month, self.months)

    @property
    def holds_demo(self) -> bool:
        """Tell whether any row behind a number is made up."""
        return any(row.is_demo for figure in self.all_figures().values() for row in figure.rows)

    def all_figures(self) -> dict[str, Figure]:
        """Return every figure by its code, the targets first and what divides others last."""
        parts = {figure.code: figure for figure in (*self.lost.figures, *self.gaps.figures)}
        return {figure.code: figure for figure in self.targets} | dict(self.figures) | parts

    def for_reader(self, reader: Reader, *, names: bool) -> Report:
        """Return the report as a reader gets it: the same numbers; names and next steps for the office only."""
        if reader is Reader.OFFICE and names:
            return self
        left_out = () if reader is Reader.OFFICE else NEXT
        targets, lost, gaps, before = self.targets, self.lost, self.gaps, self.before
        if reader is not Reader.OFFICE:
            lost = told_parts(lost) if self.months == 1 else told_by_month(lost)
            gaps, before = told_parts(gaps), told_before(before, targets, self.month)
            targets = tuple(told_sum(figure) for figure in targets)
        return replace(
            self,
            targets=tuple(_without_companies(figure) for figure in targets),
            figures={code: _without_companies(figure) for code, figure in self.figures.items() if code not in left_out},
            lost=lost.without_companies(),
            gaps=gaps.without_companies(),
            before=before,
        )


def _without_companies(figure: Figure) -> Figure:
    hidden = _folded(tuple(row.without_company() for row in figure.rows))
    return replace(figure, rows=hidden, company_count=figure.companies, total=figure.value)


def _folded(rows: tuple[ReportRow, ...]) -> tuple[ReportRow, ...]:
    """Return rows that tell no size, field or municipality that too few of their companies share."""
    if len(told := [row.counted for row in rows if row.counted is not None]) == len(rows):
        return tuple(replace(row, counted=facts) for row, facts in zip(rows, folded_facts(told), strict=True))
    return told_places(rows)
