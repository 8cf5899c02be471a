"""Reads of reports: the frozen one where there is one, else the month gathered anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from app.likeness.merged import merged_companies
from app.reports.content import EVENT, HELD, Reader, Report, rows_without_companies
from app.reports.corrections import (
    Correction,
    HoursCorrection,
    StageCorrection,
    corrections,
    hours_corrections,
    stage_corrections,
)
from app.reports.frozen import find_frozen
from app.reports.month import QUARTER, span_text
from app.reports.report_of_month import gather_report, recount
from app.storage.audit_check import Anchor
from models.accounts import Role, User
from models.clock import day_of, quarter_of
from models.errors import NotFoundError, ReportDamagedError
from models.programmes import Programme


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report made for one reader: frozen or not, and what has changed since it was frozen.

    `is_intact` is False when a frozen report no longer is what was frozen; `sealed_on` is the day from which on that
    can be told. `seal` is the digest of a frozen report, and `anchor` where the audit trail ended then.
    `folded` corrections are of parts that concern too few companies to be told to the reader.
    """

    report: Report
    frozen_on: date | None = None
    sealed_on: date | None = None
    is_intact: bool = True
    corrections: Sequence[Correction] = ()
    stages: Sequence[StageCorrection] = ()
    hours: Sequence[HoursCorrection] = ()
    seal: str | None = None
    anchor: str | None = None
    folded: int = 0

    def corrected(self, figure: str) -> list[Correction]:
        """Return what has changed since in one figure."""
        return [entry for entry in self.corrections if entry.figure == figure]


def list_months(programme: Programme, today: date) -> list[date]:
    """Return the first day of every month of the programme up to today, the newest first."""
    months = []
    day = min(today, programme.ends_on).replace(day=1)
    while day >= programme.starts_on.replace(day=1):
        months.append(day)
        day = day.replace(year=day.year - 1, month=12) if day.month == 1 else day.replace(month=day.month - 1)
    return months


def list_quarters(programme: Programme, today: date) -> list[date]:
    """Return the first day of every quarter of the programme up to today, the newest first."""
    return list(dict.fromkeys(quarter_of(month) for month in list_months(programme, today)))


def span_of(programme: Programme, text: str, today: date) -> tuple[date, int]:
    """Return the first day and the number of months of what is written as 2026-10 or 2026-Q4, and has begun.

    Raises NotFoundError for anything else.
    """
    for first in list_quarters(programme, today):
        if span_text(first, QUARTER) == text.upper():
            return first, QUARTER
    return month_of(programme, text, today), 1


def read_month(text: str) -> date:
    """Return the first day of a month written as 2026-10; raises NotFoundError for anything else."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise NotFoundError from None


def month_of(programme: Programme, text: str, today: date) -> date:
    """Return the first day of a month of the programme that has begun; raises NotFoundError."""
    first = read_month(text)
    if first not in list_months(programme, today):
        raise NotFoundError
    return first


def get_content(
    session: Session, programme: Programme, month: date, *, today: date, months: int = 1
) -> tuple[Report, date | None]:
    """Return a month's report in full and the day it was frozen, if it was; raises ReportDamagedError.

    Whoever gives it to somebody makes it for that reader first.
    """
    kept = find_frozen(session, programme, month, months)
    if kept is None:
        return gather_report(session, programme, month, today=today, months=months), None
    if kept.report is None or not kept.is_intact:
        raise ReportDamagedError
    return kept.report, day_of(kept.frozen.frozen_at)


def get_report(session: Session, programme: Programme, span: str, reader: User, *, today: date) -> ShownReport:
    """Return the report of a month or a quarter as the reader may see it.

    Raises NotFoundError outside the programme's time, and ReportDamagedError when what was frozen cannot be read.
    """
    month, months = span_of(programme, span, today)
    kept = find_frozen(session, programme, month, months)
    made_for = Reader.STEERING if reader.role is Role.STEERING else Reader.OFFICE
    if kept is None:
        gathered = gather_report(session, programme, month, today=today, months=months)
        return ShownReport(gathered.for_reader(made_for, names=True))
    if kept.report is None:
        raise ReportDamagedError
    frozen, told = kept.frozen, kept.report.for_reader(made_for, names=True)
    current = recount(session, programme, month, today=today, months=months)
    found = changed = corrections(kept.report, current, merged_companies(session))
    if made_for is not Reader.OFFICE:
        shown = told.all_figures()
        changed = [
            replace(each, row=rows_without_companies((each.row,))[0])
            for each in found
            if each.figure in shown or each.figure.startswith((EVENT, HELD))
        ]
    return ShownReport(
        report=told,
        frozen_on=day_of(frozen.frozen_at),
        sealed_on=day_of(frozen.sealed_at),
        is_intact=kept.is_intact,
        corrections=changed,
        folded=len(found) - len(changed),
        stages=stage_corrections(kept.report, current),
        hours=hours_corrections(kept.report, current),
        seal=frozen.digest,
        anchor=str(Anchor(frozen.audit_entries, frozen.audit_digest)),
    )
