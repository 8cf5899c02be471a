"""The rows behind a target: counted uses with what may be told of them, and dated achievements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from app.programmes.counted_facts import CountedFacts, facts_of
from app.programmes.counting import CountedRow
from app.programmes.progress import IndicatorProgress
from app.reports.content import Figure, ReportRow
from app.reports.forecast import forecast, recent_pace
from models.achievements import Achievement
from models.programmes import Programme


def target_figure(
    progress: IndicatorProgress, rows: Sequence[CountedRow], programme: Programme, cut_off: date, *, on: date
) -> Figure:
    """Return a target's figure, each of the rows behind it with what may be told of it."""
    indicator = progress.indicator
    counted = sorted(rows, key=lambda row: (row.counted_on, row.key))
    pace = recent_pace([row.counted_on for row in counted], programme.starts_on, cut_off)
    return Figure(
        code=indicator.code,
        rows=tuple(_counted(row, facts) for row, facts in zip(counted, facts_of(counted, on=on), strict=True)),
        name_sv=indicator.name_sv,
        name_en=indicator.name_en,
        target=progress.target,
        planned=progress.planned,
        needed_a_month=None if progress.needed_a_month is None else round(progress.needed_a_month, 2),
        pace=pace,
        forecast=forecast(len(counted), pace, programme.ends_on, cut_off),
        rule=indicator.rule.value,
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


def achieved_figure(
    progress: IndicatorProgress, achieved: Sequence[Achievement], programme: Programme, cut_off: date
) -> Figure:
    """Return the figure of a target that achievements make up; what is entered as an amount has no forecast."""
    indicator = progress.indicator
    rows = tuple(_achieved(each) for each in achieved)
    counts_each = all(row.amount is None for row in rows)
    days = [each.happened_on for each in achieved]
    pace = recent_pace(days, programme.starts_on, cut_off) if counts_each else None
    return Figure(
        code=indicator.code,
        rows=rows,
        name_sv=indicator.name_sv,
        name_en=indicator.name_en,
        target=progress.target,
        planned=progress.planned,
        needed_a_month=None if progress.needed_a_month is None else round(progress.needed_a_month, 2),
        pace=pace,
        forecast=forecast(len(rows), pace, programme.ends_on, cut_off),
        rule=indicator.rule.value,
    )


def _achieved(row: Achievement) -> ReportRow:
    """Return an achievement as a row; whose it is only the office reads, and its title everybody."""
    return ReportRow(
        kind="achievement",
        id=row.id,
        title_sv=row.title or "–",
        title_en=row.title or "–",
        on=row.happened_on,
        company_id=row.company_id,
        company=row.whom,
        is_demo=row.is_demo,
        amount=None if row.amount is None else plain(row.amount),
    )


def plain(value: Decimal | int) -> int | float:
    """Return a number as JSON can write it."""
    return int(value) if value == int(value) else float(value)
