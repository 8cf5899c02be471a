"""The rows behind a target: counted uses with what may be told of them, and dated achievements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from app.programmes.achievement_names import KIND_NAMES
from app.programmes.achievement_rules import OF_COMPANIES
from app.programmes.counted_facts import CountedFacts, facts_of
from app.programmes.counting import CountedRow
from app.programmes.grouping import Grouping
from app.programmes.progress import IndicatorProgress
from app.programmes.sentences import RULE_SENTENCES
from app.reports.figures import Figure, ReportRow
from app.reports.forecast import forecast, recent_pace
from app.reports.names import in_both
from models.achievements import Achievement, AchievementKind
from models.programmes import Indicator, Programme


def target_figure(
    progress: IndicatorProgress,
    rows: Sequence[CountedRow],
    programme: Programme,
    cut_off: date,
    *,
    on: date,
    grouping: Grouping,
) -> Figure:
    """Return a target's figure, each of the rows behind it with what may be told of it."""
    indicator = progress.indicator
    counted = sorted(rows, key=lambda row: (row.counted_on, row.key))
    told = facts_of(counted, on=on)
    pace = recent_pace([(row.counted_on, 1) for row in counted], programme.starts_on, cut_off)
    return Figure(
        code=indicator.code,
        rows=tuple(_counted(row, facts, grouping) for row, facts in zip(counted, told, strict=True)),
        name_sv=indicator.name_sv,
        name_en=indicator.name_en,
        target=progress.target,
        planned=progress.planned,
        needed_a_month=None if progress.needed_a_month is None else round(progress.needed_a_month, 2),
        pace=pace,
        forecast=forecast(len(counted), pace, programme.ends_on, cut_off),
        **_about(indicator),
    )


def _counted(row: CountedRow, facts: CountedFacts, grouping: Grouping) -> ReportRow:
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
        parts=grouping.parts_of(row.company, row.first_use_on) if row.company else (),
    )


def achieved_figure(
    progress: IndicatorProgress,
    achieved: Sequence[Achievement],
    programme: Programme,
    cut_off: date,
    *,
    grouping: Grouping,
) -> Figure:
    """Return the figure of a target that achievements make up; each weighs by its amount, where it has one."""
    indicator = progress.indicator
    kinds = {kind: in_both(KIND_NAMES[kind]) for kind in {each.kind for each in achieved}}
    names = {**kinds, AchievementKind.FIGURE: (indicator.name_sv, indicator.name_en)}
    rows = tuple(achieved_row(each, names[each.kind]) for each in achieved)
    if indicator.rule in OF_COMPANIES:
        divided = (grouping.parts_of(each.company, each.happened_on, each) for each in achieved)
        rows = tuple(replace(row, parts=parts) for row, parts in zip(rows, divided, strict=True))
    dated = [
        (each.happened_on, 1 if row.amount is None else row.amount) for each, row in zip(achieved, rows, strict=True)
    ]
    pace = recent_pace(dated, programme.starts_on, cut_off)
    value, whole = sum(amount for _day, amount in dated), indicator.unit != "fte"
    return Figure(
        code=indicator.code,
        rows=rows,
        name_sv=indicator.name_sv,
        name_en=indicator.name_en,
        target=progress.target,
        planned=progress.planned,
        needed_a_month=None if progress.needed_a_month is None else round(progress.needed_a_month, 2),
        pace=pace,
        forecast=forecast(value, pace, programme.ends_on, cut_off, whole=whole),
        **_about(indicator),
    )


def achieved_row(row: Achievement, names: tuple[str, str]) -> ReportRow:
    """Return an achievement as a row; whose it is and its evidence only the office reads, and its title everybody.

    One without a title is called by its network's, else by its company's label, else by what it is: `names`.
    """
    title = row.title or (row.network.title if row.network else None)
    label = row.company.report_number if row.company else None
    labels = (f"Företag {label}", f"Company {label}") if label else names
    return ReportRow(
        kind="achievement",
        id=row.id,
        title_sv=title or labels[0],
        title_en=title or labels[1],
        on=row.happened_on,
        company_id=row.company_id,
        company=row.whom,
        is_demo=row.is_demo,
        amount=None if row.amount is None else plain(row.amount),
        evidence=row.evidence,
    )


def _about(indicator: Indicator) -> dict[str, Any]:
    """Return how an indicator is counted, with the sentence that is read today, and in what."""
    swedish, english = in_both(RULE_SENTENCES[indicator.rule])
    return {"rule": indicator.rule.value, "rule_sv": swedish, "rule_en": english, "measure": indicator.unit}


def plain(value: Decimal | int) -> int | float:
    """Return a number as JSON can write it."""
    return int(value) if value == int(value) else float(value)
