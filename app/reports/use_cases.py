"""What is done with reports: they are frozen once, and then never change."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.reports.content import Report
from app.reports.frozen import find_frozen, seal_report
from app.reports.report_of_month import gather_report
from models.accounts import User
from models.errors import DemoDataError, ReportFrozenError, TooEarlyError
from models.programmes import FrozenReport, Programme


def require_freezable(session: Session, *, programme: Programme, month: date, today: date) -> Report:
    """Return the report that would be frozen; raises TooEarlyError and ReportFrozenError."""
    if find_frozen(session, programme, month) is not None:
        raise ReportFrozenError
    report = gather_report(session, programme, month, today=today)
    if not report.is_over:
        raise TooEarlyError
    return report


def freeze_report(
    session: Session, *, actor: User, programme: Programme, month: date, today: date, demo: bool
) -> FrozenReport:
    """Keep a month's report as it is now, with its rows; `demo` says that made-up ones may be among them.

    Raises TooEarlyError while the month lasts, ReportFrozenError when it is frozen already, and DemoDataError.
    """
    report = require_freezable(session, programme=programme, month=month, today=today)
    if report.holds_demo and not demo:
        raise DemoDataError
    return seal_report(session, programme, report, actor=actor)
