"""What `flask report` does with --freeze and --verify: keep a month for good, and check what was kept."""

from __future__ import annotations

from datetime import date

import click
from flask import current_app

from app.reports.files import write_files
from app.reports.frozen import check_frozen_reports
from app.reports.use_cases import freeze_report
from app.storage.database import db_session
from models.clock import today
from models.errors import CommentChangedError, DemoDataError, ReportFrozenError, TooEarlyError
from models.programmes import Programme


def freeze_month(programme: Programme, first: date) -> None:
    """Freeze a month's report with its files, unless it is frozen already; nobody in particular has done it."""
    code, production = programme.code, current_app.extensions["brygga"].production
    with current_app.test_request_context():
        try:
            freeze_report(
                db_session(),
                actor=None,
                programme=programme,
                month=first,
                today=today(),
                demo=not production,
                write_files=lambda report: write_files(report, programme, frozen_on=today()),
            )
        except ReportFrozenError:
            return
        except TooEarlyError:
            raise click.ClickException(f"{first:%Y-%m} is not over yet, so its report cannot be frozen.") from None
        except DemoDataError:
            raise click.ClickException(
                f"The report {code} {first:%Y-%m} holds demo data. Remove it first: flask demo remove"
            ) from None
        except CommentChangedError:
            raise click.ClickException(f"The comment on {first:%Y-%m} was changed meanwhile; freeze again.") from None
        db_session().commit()


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
