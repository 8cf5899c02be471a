"""The rows behind a report's figures: what each says of a company, a need, a match or a counted use."""

from __future__ import annotations

from datetime import date

from app.reports.figures import ReportRow
from app.reports.records import MatchRecord, NeedRecord
from models.matches import CloseReason
from models.organisations import Company


def match_row(
    match: MatchRecord,
    kind: str,
    number: int,
    on: date | None,
    *,
    reason: CloseReason | None = None,
    days: int | None = None,
) -> ReportRow:
    """Return a row about a match, or about a meeting or a use of one; a closed match has a reason.

    `days` is how long it took to a stage.
    """
    return ReportRow(
        kind=kind,
        id=number,
        title_sv=f"{match.need_title} – {match.infrastructure_sv}",
        title_en=f"{match.need_title} – {match.infrastructure_en}",
        on=on,
        company_id=match.company_id,
        company=match.company,
        match_id=match.id,
        is_demo=match.is_demo,
        reason=reason.value if reason else None,
        days=days,
    )


def need_row(need: NeedRecord) -> ReportRow:
    """Return a row about a need."""
    return ReportRow(
        kind="need",
        id=need.id,
        title_sv=need.title,
        title_en=need.title,
        on=need.opened_on,
        company_id=need.company_id,
        company=need.company,
        is_demo=need.is_demo,
    )


def company_row(company: Company, on: date) -> ReportRow:
    """Return a row about a company that was new on a day; all may read where it lies."""
    return ReportRow(
        kind="company",
        id=company.id,
        title_sv=company.municipality or "–",
        title_en=company.municipality or "–",
        on=on,
        company_id=company.id,
        company=company.name,
        is_demo=company.is_demo,
    )
