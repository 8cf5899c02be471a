"""What `flask report` does with --freeze, --due and --verify: keep a month for good, and check what was kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import partial

import click
from flask import current_app

from app.reports.freezing import freeze_and_tell
from app.reports.frozen import check_frozen_reports, list_frozen
from app.reports.month import QUARTER, Month, months_before, span_text
from app.reports.queries import list_months
from app.storage.database import db_session
from models.clock import quarter_of, today
from models.errors import CommentChangedError, DemoDataError, ReportFrozenError, TooEarlyError
from models.programmes import Programme


def due_month(programme: Programme, today: date, day: int) -> date | None:
    """Return the first day of the latest month whose cut-off has come; None before the programme's first.

    A month is cut off on a day of the month after it, so that what came late is in it.
    """
    latest = months_before(today.replace(day=1), 1 if today.day >= day else 2)
    return latest if latest in list_months(programme, today) else None


def due_spans(programme: Programme, today: date, day: int, frozen: Collection[str] = ()) -> list[tuple[date, int]]:
    """Return the months that are due, each with the quarter that it ends, by their first days and numbers of months.

    Due is the latest month, and every one before it that was left out since the first that is `frozen` (as 2026-10): a
    server that stood still leaves no gap, and one that begins late does not freeze what was reported elsewhere. The
    month comes before its quarter, which says how it differs from its frozen months.
    """
    latest = due_month(programme, today, day)
    if latest is None:
        return []
    before = list_months(programme, latest)[:0:-1]
    first = next((at for at, month in enumerate(before) if span_text(month) in frozen), len(before))
    missed = [span for month in before[first + 1 :] for span in _with_quarter(programme, month, today)]
    left_out = [span for span in missed if span_text(*span) not in frozen]
    return [*left_out, *_with_quarter(programme, latest, today)]


def _with_quarter(programme: Programme, month: date, today: date) -> list[tuple[date, int]]:
    """Return a month and the quarter that it ends; a programme may end in the middle of one."""
    ends = month in (Month.of(quarter_of(month), today, QUARTER).firsts[-1], programme.ends_on.replace(day=1))
    return [(month, 1), *([(quarter_of(month), QUARTER)] if ends else [])]


def freeze_due(programmes: Iterable[Programme]) -> None:
    """Freeze what is due of each programme, the oldest first, and say so; what is frozen already stays.

    What one of them cannot be frozen for keeps no other from it; it is told at the end.
    """
    day, refused, is_any = current_app.extensions["brygga"].report_day, [], False
    for programme in programmes:
        frozen = list_frozen(db_session(), programme)
        for first, months in due_spans(programme, today(), day, frozen):
            is_any, name = True, f"{programme.code} {span_text(first, months)}"
            try:
                was_frozen = freeze_span(programme, first, months)
            except click.ClickException as fault:
                db_session().rollback()
                refused.append(fault.message)
            else:
                click.echo(f"The report {name} {'is frozen' if was_frozen else 'was frozen before'}.")
    if not is_any:
        click.echo("No month of the programmes is due.")
    if refused:
        raise click.ClickException("\n".join(refused))


def freeze_span(programme: Programme, first: date, months: int) -> bool:
    """Freeze the report of a month or a quarter with its files and let its receivers be told; nobody has done it.

    Returns False where it is frozen already.
    """
    span = span_text(first, months)
    with current_app.test_request_context():
        try:
            freeze_and_tell(db_session(), programme, first, months, actor=None, tell=partial(_say, span))
        except ReportFrozenError:
            return False
        except TooEarlyError:
            raise click.ClickException(f"{span} is not over yet, so its report cannot be frozen.") from None
        except DemoDataError:
            raise click.ClickException(
                f"The report {programme.code} {span} holds demo data. Remove it first: flask demo remove"
            ) from None
        except CommentChangedError:
            raise click.ClickException(f"The comment on {span} was changed meanwhile; freeze again.") from None
        db_session().commit()
        return True


def _say(span: str, done: int, total: int) -> None:
    click.echo(f"Freezing {span}: {done} of {total} steps are done.", err=True)


def verify_reports() -> None:
    """Hold every frozen report against its seal, and its files against their digests; fails when one differs."""
    problems = list(check_frozen_reports(db_session()))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(
            "A frozen report is not what was frozen. If all of them are named, AUDIT_KEY may be another than it was."
        )
    click.echo("Every frozen report and each of its files is what was frozen.")
