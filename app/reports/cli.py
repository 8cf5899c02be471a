"""`flask report 2026-10`: a month's report as a document of its own or as data, made for a named kind of reader."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask import current_app, render_template
from flask_babel import force_locale

from app.labels import STAGE_NAMES
from app.programmes.current import get_current
from app.reports.content import Reader, Report
from app.reports.frozen import find_frozen
from app.reports.names import FIGURE_NAMES, READER_NAMES
from app.reports.queries import list_months
from app.reports.report_of_month import gather_report
from app.reports.stored import to_json
from app.reports.views import days_text, read_month
from app.storage.audit_check import Anchor
from app.storage.database import db_session
from app.web.style import read_sheets
from models.clock import day_of, today
from models.errors import NotFoundError
from models.programmes import FrozenReport, Programme

_SHEETS = ("layouts/tokens.css", "reports/document.css")


@click.command()
@click.argument("month")
@click.option(
    "--for",
    "reader",
    type=click.Choice([reader.value for reader in Reader]),
    default=Reader.STEERING.value,
    show_default=True,
    help="Whom it is made for. Next steps are for the office only.",
)
@click.option("--names", is_flag=True, help="Name the companies; for the office only.")
@click.option("--format", "kind", type=click.Choice(["html", "json"]), default="html", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Write to a file.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
def report(month: str, reader: str, kind: str, out: Path | None, language: str, *, names: bool) -> None:
    """Write the report for a month such as 2026-10; a frozen one as it was frozen.

    No company is named but those that have agreed to it, unless it is made for the office and --names asks for it.
    """
    made_for = Reader(reader)
    if names and made_for is not Reader.OFFICE:
        raise click.ClickException("Companies are named for the office only: --for office --names.")
    try:
        programme = get_current()
        content, frozen = _content(programme, month)
    except NotFoundError:
        raise click.ClickException(
            f"There is no report for {month!r}. Write a month of the programme as 2026-10."
        ) from None
    content = content.for_reader(made_for, names=names)
    text = _as_json(content) if kind == "json" else _as_html(content, frozen, programme, made_for, language)
    if out is None:
        click.echo(text)
    else:
        out.write_text(text + "\n", encoding="utf-8")
        click.echo(f"The report for {content.month_text} is in {out}.")


def _content(programme: Programme, month: str) -> tuple[Report, FrozenReport | None]:
    first = read_month(month)
    if first not in list_months(programme, today()):
        raise NotFoundError
    kept = find_frozen(db_session(), programme, first)
    if kept is None:
        return gather_report(db_session(), programme, first, today=today()), None
    if kept.report is None or not kept.is_intact:
        raise click.ClickException(f"The report for {month} was changed after it was frozen; see: flask audit verify")
    return kept.report, kept.frozen


def _as_json(content: Report) -> str:
    return json.dumps(to_json(content), ensure_ascii=False, indent=2)


def _as_html(content: Report, frozen: FrozenReport | None, programme: Programme, reader: Reader, language: str) -> str:
    """Return a document that needs nothing beside it: the rows stand under their figures, the style in its head."""
    with current_app.test_request_context(), force_locale(language):
        return render_template(
            "reports/document.html",
            report=content,
            programme=programme,
            reader_name=READER_NAMES[reader],
            frozen_on=day_of(frozen.frozen_at) if frozen else None,
            seal=frozen.digest if frozen else None,
            anchor=str(Anchor(frozen.audit_entries, frozen.audit_digest)) if frozen else None,
            names=FIGURE_NAMES,
            stage_names=STAGE_NAMES,
            days_text=days_text,
            style=read_sheets(*_SHEETS),
        )
