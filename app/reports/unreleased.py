"""Finds in a report the names of companies that have not agreed to be named to whoever reads it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.companies.unreleased_names import unreleased_names
from app.reports.content import NEXT, Report
from app.reports.funnel import stage_figures


def unreleased_in(session: Session, report: Report, *, on: date) -> list[str]:
    """Return such names in what a report tells outsiders in free text: the comment and the titles of its rows."""
    figures = [figure for code, figure in report.all_figures().items() if code not in NEXT]
    figures += stage_figures(report).values()
    titles = (row.title_sv for figure in figures for row in figure.rows)
    return unreleased_names(session, [report.comment, *titles], on=on)
