"""What is done with reports: they are frozen once, and then never change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.reports.commands import CommentCommand
from app.reports.comments import comments_on, find_comment
from app.reports.content import Report
from app.reports.frozen import find_frozen, seal_report
from app.reports.month import Month
from app.reports.report_of_month import gather_report
from app.storage.locks import lock_rows
from models.accounts import User
from models.errors import CommentChangedError, DemoDataError, ReportFrozenError, StaleRecordError, TooEarlyError
from models.programmes import FrozenReport, Programme, ReportComment


def write_comment(
    session: Session, *, programme: Programme, month: date, command: CommentCommand, version: int | None
) -> None:
    """Write or change what the author says of a month; None for a version is the first writing.

    Raises ReportFrozenError once the report is frozen, and StaleRecordError when somebody else wrote first.
    """
    _take_turn(session, programme, month)
    comment = find_comment(session, programme, month)
    if comment is None:
        comment = ReportComment(programme_id=programme.id, month=month)
        session.add(comment)
    elif comment.version != version:
        raise StaleRecordError
    comment.text = command.text
    session.flush()


def require_freezable(session: Session, *, programme: Programme, month: date, today: date, months: int = 1) -> Report:
    """Return the report that would be frozen; raises TooEarlyError and ReportFrozenError."""
    require_over(session, programme=programme, month=month, today=today, months=months)
    return gather_report(session, programme, month, today=today, months=months)


def require_over(session: Session, *, programme: Programme, month: date, today: date, months: int = 1) -> None:
    """Refuse a month or a quarter that lasts by TooEarlyError, and one that is frozen by ReportFrozenError."""
    if find_frozen(session, programme, month, months) is not None:
        raise ReportFrozenError
    if Month.of(month, today, months).last >= today:
        raise TooEarlyError


@dataclass(frozen=True, slots=True)
class MadeReport:
    """The report of a month or a quarter as it was counted, with its files; nothing of it is kept yet."""

    report: Report
    files: Mapping[str, bytes]


def make_report(
    session: Session,
    *,
    programme: Programme,
    month: date,
    today: date,
    demo: bool,
    write_files: Callable[[Report], Mapping[str, bytes]],
    months: int = 1,
) -> MadeReport:
    """Return what would be kept of a month or a quarter; `demo` lets made-up rows be there.

    The transaction ends before the files are written, which takes its time: nobody waits for a lock, and nothing that
    the session had not committed is left. Raises TooEarlyError while it lasts, ReportFrozenError when it is frozen
    already, and DemoDataError.
    """
    report = require_freezable(session, programme=programme, month=month, today=today, months=months)
    if report.holds_demo and not demo:
        raise DemoDataError
    session.rollback()
    return MadeReport(report, write_files(report))


def keep_report(session: Session, *, actor: User | None, programme: Programme, made: MadeReport) -> FrozenReport:
    """Keep for good what was made, in one transaction: the report, its rows and its files.

    Raises ReportFrozenError when somebody else has frozen it, and CommentChangedError when its comment was written
    while the files were.
    """
    report = made.report
    _take_turn(session, programme, report.month, report.months)
    firsts = Month.of(report.month, report.cut_off, report.months).firsts
    if comments_on(session, programme, firsts) != report.comment:
        raise CommentChangedError
    return seal_report(session, programme, report, actor=actor, files=made.files)


def _take_turn(session: Session, programme: Programme, month: date, months: int = 1) -> None:
    """Wait for whoever writes or freezes in the same programme; raises ReportFrozenError when it is frozen."""
    lock_rows(session, Programme, [programme.id])
    if find_frozen(session, programme, month, months) is not None:
        raise ReportFrozenError
