"""What is done with reports: they are frozen once, and then never change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.reports.commands import CommentCommand
from app.reports.comments import comments_on, find_comment
from app.reports.content import Report
from app.reports.frozen import find_frozen, seal_report
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


def require_freezable(session: Session, *, programme: Programme, month: date, today: date) -> Report:
    """Return the report that would be frozen; raises TooEarlyError and ReportFrozenError."""
    if find_frozen(session, programme, month) is not None:
        raise ReportFrozenError
    report = gather_report(session, programme, month, today=today)
    if not report.is_over:
        raise TooEarlyError
    return report


def freeze_report(
    session: Session,
    *,
    actor: User | None,
    programme: Programme,
    month: date,
    today: date,
    demo: bool,
    write_files: Callable[[Report], Mapping[str, bytes]],
) -> FrozenReport:
    """Keep a month's report as it is now, with its rows and files; `demo` says that made-up rows may be among them.

    Raises TooEarlyError while the month lasts, ReportFrozenError when it is frozen already, DemoDataError, and
    CommentChangedError when the comment was written while the files were.
    """
    report = require_freezable(session, programme=programme, month=month, today=today)
    if report.holds_demo and not demo:
        raise DemoDataError
    files = write_files(report)
    _take_turn(session, programme, month)
    if comments_on(session, programme, [month]) != report.comment:
        raise CommentChangedError
    return seal_report(session, programme, report, actor=actor, files=files)


def _take_turn(session: Session, programme: Programme, month: date) -> None:
    """Wait for whoever writes or freezes in the same programme; raises ReportFrozenError when the month is frozen."""
    lock_rows(session, Programme, [programme.id])
    if find_frozen(session, programme, month) is not None:
        raise ReportFrozenError
