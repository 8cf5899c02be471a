"""What is done with reports: they are frozen once, and then never change."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.reports.frozen import find_frozen, seal_report
from app.reports.gather import gather_report
from models.accounts import User
from models.errors import ReportFrozenError, TooEarlyError
from models.programmes import FrozenReport, Programme


def freeze_report(session: Session, *, actor: User, programme: Programme, month: date, today: date) -> FrozenReport:
    """Keep a month's report as it is now, with its rows.

    Raises TooEarlyError while the month lasts and ReportFrozenError when it is frozen already.
    """
    if find_frozen(session, programme, month) is not None:
        raise ReportFrozenError
    report = gather_report(session, programme, month, today=today)
    if not report.is_over:
        raise TooEarlyError
    return seal_report(session, programme, report, actor=actor)
