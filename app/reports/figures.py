"""Figures and the rows that make them, so that every number can be opened, frozen and compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.programmes.counted_facts import CountedFacts
from app.programmes.splits import FigureSplit, Parts


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row behind a figure.

    `kind` says what `id` is the number of: "company", "need", "match", "meeting", "use" or "infrastructure". `title`
    is what may be read by every reader of the report, and so is `counted`, which the rows behind a target have;
    `company` is the company's name and `municipality` where it lies, however few others do, and `reason` why a match
    was closed, for the office only, as `evidence` is. `amount` is what was entered for it; other rows count as one.
    `days` is how long a match took to a stage from the one before.
    `parts` is by what a company is divided in the programme, as `splits` of the figure tell it to others.
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
    evidence: str | None = None
    parts: Parts = ()
    days: int | None = None

    def without_company(self) -> ReportRow:
        """Return the row as it is read outside the office: a company by name only where it has agreed.

        An amount is left out where it would be some company's.
        """
        counted, is_somebodys = self.counted, self.company_id is not None or self.company is not None
        return replace(
            self,
            company_id=None,
            company=counted.released_name if counted else None,
            match_id=None,
            municipality=None,
            reason=None,
            amount=None if is_somebodys else self.amount,
            evidence=None,
            parts=(),
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and exactly the rows that make it; targets also have a plan, a pace (units a month) and a forecast.

    `pace` is that of the last months, and `forecast` what it would come to by the programme's end if it held. `rule`
    says how it is counted, with its sentence as it was then, and `measure` in what it is counted.
    `splits` stands in what is made for outsiders, whose rows no longer tell how they divide.
    So many rows as are `withheld` are not told to the reader, since their sum is of too few companies.
    """

    code: str
    rows: tuple[ReportRow, ...]
    name_sv: str = ""
    name_en: str = ""
    target: int | None = None
    planned: int | float | None = None
    needed_a_month: float | None = None
    pace: float | None = None
    forecast: int | float | None = None
    rule: str | None = None
    company_count: int | None = None
    total: int | float | None = None
    measure: str | None = None
    withheld: int = 0
    rule_sv: str = ""
    rule_en: str = ""
    splits: tuple[FigureSplit, ...] = ()

    @property
    def value(self) -> int | float:
        """Return the number: how many rows there are, or what was entered for them adds up to."""
        return sum(1 if row.amount is None else row.amount for row in self.rows) if self.total is None else self.total

    @property
    def companies(self) -> int:
        """Return how many companies the rows are about."""
        return len({row.company_id for row in self.rows}) if self.company_count is None else self.company_count


@dataclass(frozen=True, slots=True)
class EarlierChange:
    """What later changes made of one figure of a month, or a quarter, that is frozen.

    `before` is what was frozen, or what a report frozen since has told of it; `added` and `removed` are the rows that
    make the difference. A stage of the funnel and hours (in minutes) have none.
    """

    span: str
    code: str
    before: int | float
    now: int | float
    name_sv: str = ""
    name_en: str = ""
    added: tuple[ReportRow, ...] = ()
    removed: tuple[ReportRow, ...] = ()
