"""What `flask report` does with --freeze, --due and --verify: keep a month for good, and check what was kept."""

from __future__ import annotations

from datetime import date

import click
from flask import current_app

from app.reports.files import write_files
from app.reports.frozen import check_frozen_reports
from app.reports.letters import tell_receivers
from app.reports.month import months_before
from app.reports.queries import list_months
from app.reports.report_letter import report_mail
from app.reports.use_cases import freeze_report
from app.storage.database import db_session
from models.clock import today
from models.errors import CommentChangedError, DemoDataError, ReportFrozenError, TooEarlyError
from models.programmes import Programme


def due_month(programme: Programme, today: date, day: int) -> date | None:
    """Return the first day of the latest month whose cut-off has come; None before the programme's first.

    A month is cut off on a day of the month after it, so that what came late is in it.
    """
    latest = months_before(today.replace(day=1), 1 if today.day >= day else 2)
    return latest if latest in list_months(programme, today) else None


def freeze_due(programme: Programme) -> None:
    """Freeze the latest month whose cut-off has come, and say so; nothing happens where it is frozen already."""
    code, month = programme.code, due_month(programme, today(), current_app.extensions["brygga"].report_day)
    if month is None:
        click.echo("No month of the programme is due.")
    elif freeze_month(programme, month):
        click.echo(f"The report {code} {month:%Y-%m} is frozen.")
    else:
        click.echo(f"The report {code} {month:%Y-%m} was frozen before.")


def freeze_month(programme: Programme, first: date) -> bool:
    """Freeze a month's report with its files and let its receivers be told; nobody in particular has done it.

    Returns False where it is frozen already.
    """
    code, production = programme.code, current_app.extensions["brygga"].production
    with current_app.test_request_context():
        try:
            frozen = freeze_report(
                db_session(),
                actor=None,
                programme=programme,
                month=first,
                today=today(),
                demo=not production,
                write_files=lambda report: write_files(report, programme, frozen_on=today()),
            )
        except ReportFrozenError:
            return False
        except TooEarlyError:
            raise click.ClickException(f"{first:%Y-%m} is not over yet, so its report cannot be frozen.") from None
        except DemoDataError:
            raise click.ClickException(
                f"The report {code} {first:%Y-%m} holds demo data. Remove it first: flask demo remove"
            ) from None
        except CommentChangedError:
            raise click.ClickException(f"The comment on {first:%Y-%m} was changed meanwhile; freeze again.") from None
        tell_receivers(db_session(), programme, frozen, report_mail())
        db_session().commit()
        return True


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
