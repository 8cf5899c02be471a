"""The rows behind a report's figures: what each says of a company, a need, a match or a counted use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.programmes.counted_facts import CountedFacts, facts_of
from app.programmes.counting import CountedRow
from app.programmes.progress import IndicatorProgress
from app.reports.content import Figure, ReportRow
from app.reports.records import MatchRecord, NeedRecord
from models.clock import day_of
from models.organisations import Company


def target_figure(progress: IndicatorProgress, rows: Sequence[CountedRow], *, on: date) -> Figure:
    """Return a target's figure, each of the rows behind it with what may be told of it."""
    indicator = progress.indicator
    counted = sorted(rows, key=lambda row: (row.counted_on, row.key))
    return Figure(
        code=indicator.code,
        rows=tuple(_counted(row, facts) for row, facts in zip(counted, facts_of(counted, on=on), strict=True)),
        name_sv=indicator.name_sv,
        name_en=indicator.name_en,
        target=progress.target,
        planned=progress.planned,
        needed_a_month=None if progress.needed_a_month is None else round(progress.needed_a_month, 2),
    )


def _counted(row: CountedRow, facts: CountedFacts) -> ReportRow:
    company, infrastructure = row.use.match.need.company, row.use.match.capability.infrastructure
    return ReportRow(
        kind="infrastructure" if row.infrastructure else "company",
        id=infrastructure.id if row.infrastructure else company.id,
        title_sv=infrastructure.name_sv,
        title_en=infrastructure.name_en,
        on=row.counted_on,
        company_id=company.id,
        company=company.name,
        match_id=row.use.match_id,
        is_demo=row.use.is_demo,
        counted=facts,
        municipality=company.municipality,
    )


def match_row(match: MatchRecord, kind: str, number: int, on: date | None) -> ReportRow:
    """Return a row about a match, or about a meeting or a use of one."""
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


def company_row(company: Company) -> ReportRow:
    """Return a row about a company; all may read where it lies."""
    return ReportRow(
        kind="company",
        id=company.id,
        title_sv=company.municipality or "–",
        title_en=company.municipality or "–",
        on=day_of(company.created_at),
        company_id=company.id,
        company=company.name,
        is_demo=company.is_demo,
    )
