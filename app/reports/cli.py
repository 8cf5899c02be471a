"""`flask report 2026-10`: a month's report as a document of its own or as data, made for a named kind of reader."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click
from flask import current_app, render_template
from flask.cli import with_appcontext
from flask_babel import force_locale

from app.programmes.current import current_code
from app.programmes.queries import get_programme, list_programmes
from app.reports.account import about_today, make_account, unlinked
from app.reports.content import Reader, Report
from app.reports.files import KINDS, write_file
from app.reports.freeze_cli import freeze_due, freeze_span, verify_reports
from app.reports.frozen import find_frozen, read_file
from app.reports.month import span_text
from app.reports.names import READER_NAMES
from app.reports.queries import ShownReport, get_content, span_of
from app.reports.stored import to_json
from app.reports.target_parts import goal_text
from app.reports.workbook import figure_name
from app.storage.audit_check import Anchor
from app.storage.database import db_session
from app.web.style import read_sheets
from models.clock import day_of, today
from models.errors import NotFoundError, ReportDamagedError
from models.programmes import FrozenReport, Programme

_SHEETS = (
    *("layouts/tokens.css", "components/chart.css", "components/meter.css", "reports/show.css"),
    "reports/document.css",
)


@click.command()
@click.argument("month", required=False)
@click.option(
    "--for",
    "reader",
    type=click.Choice([reader.value for reader in Reader]),
    default=Reader.STEERING.value,
    show_default=True,
    help="Whom it is made for. Next steps are for the office only.",
)
@click.option("--names", is_flag=True, help="Name the companies; for the office only.")
@click.option("--format", "kind", type=click.Choice(["html", "json", *KINDS]), default="html", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write to a file.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--freeze", "freezing", is_flag=True, help="Freeze the month or the quarter first, unless it is frozen.")
@click.option("--due", is_flag=True, help="Freeze what is due of every running programme.")
@click.option("--programme", "code", help="Another programme than the one that this installation runs, by its code.")
@click.option("--verify", "verifying", is_flag=True, help="Check every frozen report and its files instead.")
@with_appcontext
def report(
    month: str | None,
    reader: str,
    kind: str,
    out: Path | None,
    language: str,
    *,
    code: str | None,
    names: bool,
    freezing: bool,
    due: bool,
    verifying: bool,
) -> None:
    """Write the report for a month such as 2026-10, or a quarter such as 2026-Q4; a frozen month as it was frozen.

    No company is named but those that have agreed to it, unless it is made for the office and --names asks for it.
    """
    if verifying:
        verify_reports()
        return
    made_for = Reader(reader)
    if due:
        freeze_due([_programme(code)] if code else list_programmes(db_session()))
        return
    programme = _programme(code or current_code())
    if month is None:
        raise click.UsageError("Write which month or quarter, as 2026-10 or 2026-Q4.")
    if names and made_for is not Reader.OFFICE:
        raise click.ClickException("Companies are named for the office only: --for office --names.")
    try:
        first, months = span_of(programme, month, today())
    except NotFoundError:
        raise click.ClickException(
            f"There is no report for {month!r}. Write a month or a quarter of the programme as 2026-10 or 2026-Q4."
        ) from None
    if freezing:
        freeze_span(programme, first, months)
    data = _written(programme, (first, months), made_for, kind, language, names=names)
    _give(data, kind, out or (Path(f"{programme.code}-{month}.{kind}") if kind in KINDS else None), month)


def _give(data: bytes, kind: str, out: Path | None, month: str) -> None:
    if out is None:
        click.echo(data.decode())
    else:
        out.write_bytes(data if kind in KINDS else data + b"\n")
        click.echo(f"The report for {month} is in {out}.")


def _programme(code: str) -> Programme:
    try:
        return get_programme(db_session(), code)
    except NotFoundError:
        raise click.ClickException(f"There is no programme {code!r}. Its code stands in its page's address.") from None


def _written(
    programme: Programme, span: tuple[date, int], reader: Reader, kind: str, language: str, *, names: bool
) -> bytes:
    first, months = span
    try:
        kept = find_frozen(db_session(), programme, first, months)
        if kept and kind in KINDS and reader is Reader.STEERING:
            data = read_file(db_session(), kept, f"{language}.{kind}")
            if data is not None:
                return data
        report, frozen_on = get_content(db_session(), programme, first, today=today(), months=months)
    except ReportDamagedError:
        raise click.ClickException(
            f"The report for {span_text(first, months)} was changed after it was frozen; see: flask report --verify"
        ) from None
    content = report.for_reader(reader, names=names)
    if kind == "json":
        return _as_json(content).encode()
    if kind == "html":
        return _as_html(content, kept.frozen if kept else None, programme, reader, language).encode()
    with current_app.test_request_context(), force_locale(language):
        return write_file(content, programme, reader, kind=kind, frozen_on=frozen_on)


def _as_json(content: Report) -> str:
    return json.dumps(to_json(content), ensure_ascii=False, indent=2)


def _as_html(content: Report, frozen: FrozenReport | None, programme: Programme, reader: Reader, language: str) -> str:
    """Return a document that needs nothing beside it: what the page says, then the rows, with the style in its head."""
    with current_app.test_request_context(), force_locale(language):
        account = make_account(content, about_today(programme, content))
        return render_template(
            "reports/document.html",
            report=content,
            shown=ShownReport(content, frozen_on=day_of(frozen.frozen_at) if frozen else None),
            account=unlinked(account),
            programme=programme,
            reader_name=READER_NAMES[reader],
            seal=frozen.digest if frozen else None,
            anchor=str(Anchor(frozen.audit_entries, frozen.audit_digest)) if frozen else None,
            figure_name=figure_name,
            goal_text=goal_text,
            style=read_sheets(*_SHEETS),
        )
