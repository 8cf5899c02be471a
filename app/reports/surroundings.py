"""What a report tells besides needs and matches: what is missing, how ready the units are, and what time it took.

Concepts are not dated: they stand as they do on the day the report is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, load_only, selectinload

from app.hours.budget import make_budget
from app.hours.ledger import ledger_rows
from app.hours.queries import minutes_by_month
from app.infrastructures.freshness import is_stale
from app.reports.content import GAP, PROFILES, Parts
from app.reports.figures import Figure, ReportRow
from app.reports.month import Month
from app.reports.surrounding_facts import InfrastructureStanding, Worked, WorkedRow
from app.storage.former_days import day_held, removed_days, replaced_days, value_on, values_held
from models.clock import day_of
from models.infrastructures import Infrastructure
from models.known_facts import YesNoUnknown
from models.needs import need_concept
from models.programmes import CountingRule, Programme
from models.readiness import overall_level, passed_count
from models.readiness_items import ReadinessItem
from models.time_entries import Activity
from models.vocabulary import Concept


def gaps_of(session: Session, unmet: Sequence[Figure]) -> list[Parts]:
    """Return what unmet needs ask for by field, most companies first; a need may name several fields, or none."""
    named = session.execute(
        sa.select(Concept.category, need_concept.c.need_id)
        .join(need_concept, need_concept.c.concept_id == Concept.id)
        .distinct()
    ).all()
    first = sa.case((Concept.broader_key.is_(None), 0), else_=1)
    columns = (Concept.category, Concept.key, Concept.label_sv, Concept.label_en)
    roots = session.execute(sa.select(*columns).order_by(first, Concept.id)).all()
    return [_gaps(figure, named, roots) for figure in unmet]


def _gaps(unmet: Figure, named: Sequence[Any], roots: Sequence[Any]) -> Parts:
    rows = {row.id: row for row in unmet.rows}
    asked: dict[str, set[int]] = {}
    for category, need_id in named:
        if need_id in rows:
            asked.setdefault(category, set()).add(need_id)
    fields: dict[str, Figure] = {}
    for root in roots:
        if root.category in asked and root.category not in fields:
            asking = tuple(rows[number] for number in sorted(asked[root.category]))
            fields[root.category] = Figure(f"{GAP}{root.key}", asking, root.label_sv, root.label_en)
    return Parts(tuple(sorted(fields.values(), key=lambda each: (-each.companies, -each.value, each.code))))


def tells_of_infrastructures(programme: Programme) -> bool:
    """Tell whether how ready the units are is a programme's own: opening them is one of its targets."""
    return any(each.rule is CountingRule.INFRASTRUCTURE_OPENED for each in programme.indicators)


def read_standings(session: Session, programme: Programme, on: date) -> tuple[InfrastructureStanding, ...]:
    """Return how far the units of Flemingsberg have come on the ladder, the nearest first; none that are not its own.

    All is told as of a day.
    """
    if not tells_of_infrastructures(programme):
        return ()
    levels = values_held(session, ReadinessItem.level)
    closed_since = removed_days(session, Infrastructure.opened_on)
    confirmed = replaced_days(session, Infrastructure.confirmed_on)
    infrastructures = session.scalars(
        sa.select(Infrastructure)
        .where(Infrastructure.in_flemingsberg == YesNoUnknown.YES)
        .options(
            load_only(
                *(Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.opened_on),
                Infrastructure.confirmed_on,
            ),
            selectinload(Infrastructure.readiness).load_only(
                *(ReadinessItem.number, ReadinessItem.level, ReadinessItem.reviewed_on, ReadinessItem.created_at)
            ),
        )
        .order_by(Infrastructure.name_sort, Infrastructure.id)
    )
    standings = [
        InfrastructureStanding(
            id=each.id,
            name_sv=each.name_sv,
            name_en=each.name_en,
            level=overall_level(rungs),
            passed=passed_count(rungs),
            opened_on=day_held(each.opened_on, closed_since.get(each.id, ()), on),
            confirmed_on=_last_by(on, each.confirmed_on, confirmed.get(each.id, ())),
        )
        for each in infrastructures
        for rungs in [_ladder_on(each, levels, on)]
    ]
    return tuple(sorted(standings, key=lambda standing: (standing.opened_on is None, -standing.passed)))


@dataclass(slots=True)
class _PastItem:
    number: int
    level: int | None


def _ladder_on(
    infrastructure: Infrastructure, held: Mapping[int, Sequence[tuple[int | None, date]]], on: date
) -> list[_PastItem]:
    """Return the items of a unit as they were at the end of a day.

    An item that was first written down later had been reviewed by then, or had been good enough since the unit opened.
    """
    return [
        _PastItem(item.number, value_on(item.level, held.get(item.id, ()), on))
        for item in infrastructure.readiness
        if min(filter(None, (day_of(item.created_at), item.reviewed_on, infrastructure.opened_on))) <= on
    ]


def stale_profiles(session: Session, programme: Programme, days: Sequence[date]) -> list[Figure | None]:
    """Return the units that had not confirmed their facts for half a year by each day, or ever; the oldest first.

    A profile that was not on record on a day is not among that day's; None where there was none, and for a programme
    that they do not belong to.
    """
    if not tells_of_infrastructures(programme):
        return [None] * len(days)
    confirmed = replaced_days(session, Infrastructure.confirmed_on)
    columns = (Infrastructure.id, Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.confirmed_on)
    infrastructures = session.execute(
        sa.select(*columns, Infrastructure.created_at).order_by(Infrastructure.name_sort, Infrastructure.id)
    ).all()
    return [_stale(infrastructures, confirmed, on) for on in days]


def _stale(infrastructures: Sequence[Any], confirmed: Mapping[int, Sequence[date]], on: date) -> Figure | None:
    last_by = {row.id: _last_by(on, row.confirmed_on, confirmed.get(row.id, ())) for row in infrastructures}
    # Who had confirmed a profile had one, whenever it was written here.
    there = [row for row in infrastructures if last_by[row.id] is not None or day_of(row.created_at) <= on]
    rows = (ReportRow("infrastructure", row.id, row.name_sv, row.name_en, last_by[row.id]) for row in there)
    old = sorted((row for row in rows if is_stale(row.on, on)), key=lambda row: row.on or date.min)
    return Figure(PROFILES[0], tuple(old)) if there else None


def _last_by(on: date, current: date | None, earlier: Sequence[date]) -> date | None:
    """Return the last of several days that lies on or before another."""
    return max((day for day in (current, *earlier) if day is not None and day <= on), default=None)


def worked_in(session: Session, programme: Programme, months: Sequence[Month]) -> list[Worked]:
    """Return the hours of each month and the budget as it stood at the cut-off."""
    ledger, minutes = ledger_rows(), minutes_by_month(session, programme)
    first, last = min(month.first for month in months), max(month.cut_off for month in months)
    rows = [
        WorkedRow(day, Activity(activity), used)
        for day, activity, used in session.execute(
            sa.select(ledger.c.day, ledger.c.activity, ledger.c.minutes)
            .where(ledger.c.programme_id == programme.id, ledger.c.day.between(first, last))
            .order_by(ledger.c.day, ledger.c.activity, ledger.c.minutes)
        )
    ]
    return [
        Worked(
            tuple(row for row in rows if month.holds(row.on)),
            make_budget(
                programme,
                {each: used for each, used in minutes.items() if each <= f"{month.cut_off:%Y-%m}"},
                on=month.cut_off,
            ),
        )
        for month in months
    ]
