"""Reads of reports: the frozen one where there is one, else the month gathered anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.reports.content import Correction, Report, corrections, from_json
from app.reports.gather import gather_report
from models.accounts import Role, User
from models.clock import day_of
from models.errors import NotFoundError
from models.programmes import FrozenReport, Programme


@dataclass(frozen=True, slots=True)
class ShownReport:
    """A report made for one reader: frozen or not, and what has changed since it was frozen."""

    report: Report
    frozen_on: date | None
    corrections: list[Correction]


def find_frozen(session: Session, programme: Programme, month: date) -> FrozenReport | None:
    """Return the frozen report of a month, or None."""
    return session.scalar(
        sa.select(FrozenReport).where(FrozenReport.programme_id == programme.id, FrozenReport.month == month)
    )


def list_frozen_months(session: Session, programme: Programme) -> set[date]:
    """Return the months whose report is frozen."""
    return set(session.scalars(sa.select(FrozenReport.month).where(FrozenReport.programme_id == programme.id)))


def list_months(programme: Programme, today: date) -> list[date]:
    """Return the first day of every month of the programme up to today, the newest first."""
    months = []
    day = min(today, programme.ends_on).replace(day=1)
    while day >= programme.starts_on.replace(day=1):
        months.append(day)
        day = day.replace(year=day.year - 1, month=12) if day.month == 1 else day.replace(month=day.month - 1)
    return months


def get_report(session: Session, programme: Programme, month: date, reader: User, *, today: date) -> ShownReport:
    """Return a month's report as the reader may see it; raises NotFoundError outside the programme's months."""
    if month not in list_months(programme, today):
        raise NotFoundError
    current = gather_report(session, programme, month, today=today)
    frozen = find_frozen(session, programme, month)
    shown = from_json(frozen.content) if frozen else current
    changed = corrections(shown, current) if frozen else []
    if reader.role is Role.STEERING:
        shown = shown.without_companies()
        changed = [Correction(entry.figure, entry.row.without_company(), entry.added) for entry in changed]
    return ShownReport(shown, day_of(frozen.frozen_at) if frozen else None, changed)
