"""What a report tells besides needs and matches: what is missing, how ready the units are, and what time it took.

Concepts are not dated: they stand as they do on the day the report is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, load_only, selectinload

from app.hours.budget import make_budget
from app.hours.ledger import ledger_rows
from app.hours.queries import minutes_by_month
from app.infrastructures.freshness import is_stale
from app.reports.content import GAP, Figure, Parts, ReportRow
from app.reports.month import Month
from app.reports.surrounding_facts import InfrastructureStanding, Worked, WorkedRow
from app.storage.former_days import day_held, removed_days, replaced_days, value_on, values_held
from models.clock import day_of
from models.infrastructures import Infrastructure
from models.known_facts import YesNoUnknown
from models.needs import need_concept
from models.programmes import Programme
from models.readiness import overall_level, passed_count
from models.readiness_items import ReadinessItem
from models.time_entries import Activity
from models.vocabulary import Concept


def gaps_of(session: Session, unmet: Figure) -> Parts:
    """Return what unmet needs ask for by field, most companies first; a need may name several fields, or none."""
    rows = {row.id: row for row in unmet.rows}
    asked: dict[str, set[int]] = {}
    for category, need_id in session.execute(
        sa.select(Concept.category, need_concept.c.need_id)
        .join(need_concept, need_concept.c.concept_id == Concept.id)
        .distinct()
    ):
        if need_id in rows:
            asked.setdefault(category, set()).add(need_id)
    roots = sa.select(Concept.category, Concept.key, Concept.label_sv, Concept.label_en)
    fields: dict[str, Figure] = {}
    for root in session.execute(roots.order_by(sa.case((Concept.broader_key.is_(None), 0), else_=1), Concept.id)):
        if root.category in asked and root.category not in fields:
            asking = tuple(rows[number] for number in sorted(asked[root.category]))
            fields[root.category] = Figure(f"{GAP}{root.key}", asking, root.label_sv, root.label_en)
    return Parts(tuple(sorted(fields.values(), key=lambda each: (-each.companies, -each.value, each.code))))


def read_standings(session: Session, on: date) -> tuple[InfrastructureStanding, ...]:
    """Return how far the units of Flemingsberg have come on the ladder, the nearest first.

    All is told as of a day.
    """
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


def stale_profiles(session: Session, on: date) -> Figure:
    """Return the units that had not confirmed their facts for half a year by a day, or ever; the oldest first."""
    confirmed = replaced_days(session, Infrastructure.confirmed_on)
    found = session.execute(
        sa.select(
            Infrastructure.id, Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.confirmed_on
        ).order_by(Infrastructure.name_sort, Infrastructure.id)
    )
    rows = [
        ReportRow("infrastructure", row.id, row.name_sv, row.name_en, last)
        for row in found
        for last in [_last_by(on, row.confirmed_on, confirmed.get(row.id, ()))]
        if is_stale(last, on)
    ]
    return Figure("profiles_stale", tuple(sorted(rows, key=lambda row: row.on or date.min)))


def _last_by(on: date, current: date | None, earlier: Sequence[date]) -> date | None:
    """Return the last of several days that lies on or before another."""
    return max((day for day in (current, *earlier) if day is not None and day <= on), default=None)


def worked_in(session: Session, programme: Programme, month: Month) -> Worked:
    """Return the hours of a month and the budget as it stood at the cut-off."""
    ledger = ledger_rows()
    rows = session.execute(
        sa.select(ledger.c.day, ledger.c.activity, ledger.c.minutes)
        .where(ledger.c.programme_id == programme.id, ledger.c.day.between(month.first, month.cut_off))
        .order_by(ledger.c.day, ledger.c.activity, ledger.c.minutes)
    )
    until = f"{month.cut_off:%Y-%m}"
    minutes = {each: used for each, used in minutes_by_month(session, programme).items() if each <= until}
    return Worked(
        tuple(WorkedRow(day, Activity(activity), used) for day, activity, used in rows),
        make_budget(programme, minutes, on=month.cut_off),
    )
