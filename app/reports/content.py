"""What a monthly report holds: its figures and parts, and what of them a reader gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.programmes.counted_facts import folded_facts
from app.reports.divided import splits_in
from app.reports.figures import EarlierChange, Figure, ReportRow
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
# What the code of a change begins with that is about no figure: a stage of the funnel, and hours by activity or in all.
STAGE, HOURS = "stage-", "hours-"
# The days that matches took to a stage of the funnel, from the stage before.
DAYS = "days-"
# Events of a type held in the month, and to date; companies and networks on a level of the cooperation ladder.
EVENT, HELD, LADDER = "event-", "held-", "ladder-"


class Reader(StrEnum):
    """Whom a report is made for; only the office may have companies named that have not agreed to it."""

    STEERING = "steering"
    FUNDER = "funder"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """How many matches had reached a stage by the end of the month, and the median days from the stage before.

    `rows` are those matches, each with its own days; None in reports that were frozen without them.
    """

    stage: str
    reached: int
    median_days: float | None
    rows: tuple[ReportRow, ...] | None = None

    def without_companies(self) -> FunnelStep:
        """Return the step as it is read outside the office."""
        return self if self.rows is None else replace(self, rows=rows_without_companies(self.rows))


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
    the month `before` by their codes, the units and the hours. With format 5 came `held_against`, the frozen months
    that it was held against, and the `changes` that were found; `changes_folded` of them concern too few companies. So
    did `events` and the `ladder`, which are None in older ones.
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
    held_against: tuple[str, ...] = ()
    changes: tuple[EarlierChange, ...] = ()
    changes_folded: int = 0
    events: Parts | None = None
    ladder: Parts | None = None

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
        divided = (self.lost, self.gaps, self.events or Parts(), self.ladder or Parts())
        parts = {figure.code: figure for part in divided for figure in part.figures}
        return {figure.code: figure for figure in self.targets} | dict(self.figures) | parts

    def for_reader(self, reader: Reader, *, names: bool) -> Report:
        """Return the report as a reader gets it: the same numbers; names and next steps for the office only."""
        if reader is Reader.OFFICE and names:
            return self
        left_out = () if reader is Reader.OFFICE else NEXT
        targets, lost, gaps, before = self.targets, self.lost, self.gaps, self.before
        changes, ladder = self.changes, self.ladder
        outside = reader is not Reader.OFFICE
        targets = tuple(replace(figure, splits=splits_in(figure, outside=outside)) for figure in targets)
        if outside:
            lost = told_parts(lost) if self.months == 1 else told_by_month(lost)
            gaps, before = told_parts(gaps), told_before(before, targets, self.month)
            targets = tuple(told_sum(figure) for figure in targets)
            ladder = told_parts(ladder) if ladder else None
            changes = tuple(each for each in changes if may_tell(each))
        return replace(
            self,
            targets=tuple(_without_companies(figure) for figure in targets),
            figures={code: _without_companies(figure) for code, figure in self.figures.items() if code not in left_out},
            funnel=tuple(step.without_companies() for step in self.funnel),
            lost=lost.without_companies(),
            gaps=gaps.without_companies(),
            before=before,
            events=self.events.without_companies() if self.events else None,
            ladder=ladder.without_companies() if ladder else None,
            changes=tuple(map(_change_without_companies, changes)),
            changes_folded=self.changes_folded + len(self.changes) - len(changes),
        )


def _without_companies(figure: Figure) -> Figure:
    hidden = rows_without_companies(figure.rows)
    return replace(figure, rows=hidden, company_count=figure.companies, total=figure.value)


def may_tell(change: EarlierChange) -> bool:
    """Tell whether outsiders are told of a change: what is part of a whole, or an amount, may be one company's."""
    if change.code.startswith((LOST, GAP, LADDER)):
        return False
    return all(row.amount is None or row.company is None for row in (*change.added, *change.removed))


def _change_without_companies(change: EarlierChange) -> EarlierChange:
    added, removed = rows_without_companies(change.added), rows_without_companies(change.removed)
    return replace(change, added=added, removed=removed)


def rows_without_companies(rows: tuple[ReportRow, ...]) -> tuple[ReportRow, ...]:
    """Return rows as they are read outside the office."""
    return _folded(tuple(row.without_company() for row in rows))


def _folded(rows: tuple[ReportRow, ...]) -> tuple[ReportRow, ...]:
    """Return rows that tell no size, field or municipality that too few of their companies share."""
    if len(told := [row.counted for row in rows if row.counted is not None]) == len(rows):
        return tuple(replace(row, counted=facts) for row, facts in zip(rows, folded_facts(told), strict=True))
    return told_places(rows)
