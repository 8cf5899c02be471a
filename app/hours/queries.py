"""Reads of hours: meetings' minutes and time entries as one ledger, so that every part adds up to the same whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.hours.ledger import ledger_rows
from app.storage.kept_answers import kept
from app.storage.listing import ListState, Page
from app.storage.text_search import contains_text
from models.accounts import User
from models.clock import last_of_month
from models.errors import NotFoundError
from models.needs import Need
from models.organisations import Company
from models.programmes import Programme
from models.time_entries import Activity, TimeEntry

SORTS = ("day", "time", "activity")


@dataclass(frozen=True, slots=True)
class Hours:
    """One row of the ledger: a meeting (`match_id` says of which match) or a time entry (`entry_id`)."""

    entry_id: int | None
    match_id: int | None
    on: date
    minutes: int
    activity: Activity
    worker: str | None
    programme_sv: str | None
    programme_en: str | None
    need_id: int | None
    need: str | None
    company: str | None
    text: str | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class ProgrammeTime:
    """The minutes of one programme in a selection; time that is no programme's has no name."""

    programme_sv: str | None
    programme_en: str | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Summed:
    """A selection of the ledger: how many rows, how many minutes in all, how they divide by activity and programme."""

    rows: int
    minutes: int
    activities: tuple[tuple[Activity, int], ...]
    programmes: tuple[ProgrammeTime, ...]


def _selected(actor: User, state: ListState) -> tuple[sa.Subquery, sa.Select[Any]]:
    """Return the ledger and the selection of its rows that the actor may see and the state asks for."""
    ledger = ledger_rows()
    rows = (
        sa.select(ledger)
        .outerjoin(Need, Need.id == ledger.c.need_id)
        .outerjoin(Company, Company.id == Need.company_id)
        .outerjoin(Programme, Programme.id == ledger.c.programme_id)
        .outerjoin(User, User.id == ledger.c.worker_id)
        .where(sa.true() if actor.role.is_office else sa.false())
    )
    if state.query:
        rows = rows.where(contains_text(state.query, Need.title_sort, Company.name_sort))
    filters = state.filters
    if month := filters.get("month"):
        rows = rows.where(ledger.c.day.between(*_days_of(month)))
    if programme := filters.get("programme"):
        rows = rows.where(Programme.code == programme)
    if activity := filters.get("activity"):
        rows = rows.where(ledger.c.activity == activity)
    if worker := filters.get("worker"):
        rows = rows.where(ledger.c.worker_id == int(worker))
    return ledger, rows


def _days_of(month: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{month}-01")
    return first, last_of_month(first)


def sum_hours(session: Session, actor: User, state: ListState) -> Summed:
    """Return how many rows and minutes a selection holds, by activity and by programme, the most time first."""
    ledger, rows = _selected(actor, state)
    parts = (ledger.c.activity, ledger.c.programme_id, Programme.name_sv, Programme.name_en)
    asked = rows.with_only_columns(
        *parts, sa.func.count(), sa.func.sum(ledger.c.minutes), maintain_column_froms=True
    ).group_by(*parts)

    def add_up() -> Summed:
        rows, activities, programmes = 0, Counter[Activity](), Counter[tuple[int, str | None, str | None]]()
        for activity, programme_id, name_sv, name_en, count, minutes in session.execute(asked):
            rows += count
            activities[Activity(activity)] += int(minutes)
            programmes[programme_id or 0, name_sv, name_en] += int(minutes)
        return Summed(
            rows,
            activities.total(),
            tuple(sorted(activities.items(), key=lambda part: (-part[1], part[0]))),
            tuple(
                ProgrammeTime(name_sv, name_en, minutes)
                for (_id, name_sv, name_en), minutes in sorted(
                    programmes.items(), key=lambda part: (-part[1], part[0][0])
                )
            ),
        )

    return kept(session, ("hours summed", actor.role, state.query, *sorted(state.filters.items())), add_up)


def list_hours(session: Session, actor: User, state: ListState) -> Page[Hours]:
    """Return one page of a selection; a page beyond the end is the last one."""
    total = sum_hours(session, actor, state).rows
    number = state.page_among(total)
    rows = _ordered(actor, state).limit(state.per_page).offset((number - 1) * state.per_page)
    return Page([Hours(*row) for row in session.execute(rows)], total, replace(state, page=number), state.per_page)


def _ordered(actor: User, state: ListState) -> sa.Select[Any]:
    ledger, rows = _selected(actor, state)
    c = ledger.c
    column = {"day": c.day, "time": c.minutes, "activity": c.activity}[state.sort]
    shown = rows.with_only_columns(
        c.entry_id,
        c.match_id,
        c.day,
        c.minutes,
        c.activity,
        User.name,
        Programme.name_sv,
        Programme.name_en,
        c.need_id,
        Need.title,
        Company.name,
        c.text,
        c.is_demo,
        maintain_column_froms=True,
    )
    return shown.order_by(column.desc() if state.descending else column, c.day.desc(), c.match_id, c.source_id)


def minutes_by_month(session: Session, programme: Programme) -> dict[str, int]:
    """Return a programme's minutes by month, as {"2026-11": 480}."""
    ledger = ledger_rows()
    year, month = sa.extract("year", ledger.c.day), sa.extract("month", ledger.c.day)
    asked = (
        sa.select(year, month, sa.func.sum(ledger.c.minutes))
        .where(ledger.c.programme_id == programme.id)
        .group_by(year, month)
    )
    found = kept(
        session,
        ("hours by month", programme.id),
        lambda: tuple((f"{int(y)}-{int(m):02d}", int(minutes)) for y, m, minutes in session.execute(asked)),
    )
    return dict(found)


def list_months(session: Session) -> Sequence[str]:
    """Return the months with time in them as "2026-11", the newest first."""
    ledger = ledger_rows()
    year, month = sa.extract("year", ledger.c.day), sa.extract("month", ledger.c.day)
    asked = sa.select(year, month).distinct().order_by(year.desc(), month.desc())

    def find() -> tuple[str, ...]:
        return tuple(f"{int(y)}-{int(m):02d}" for y, m in session.execute(asked))

    return kept(session, ("months of hours",), find)


def visible_entries(actor: User) -> sa.Select[TimeEntry]:
    """Return the selection of the time entries that the actor may see, those taken back too: the office all."""
    return sa.select(TimeEntry).where(sa.true() if actor.role.is_office else sa.false())


def get_entry(session: Session, actor: User, entry_id: int) -> TimeEntry:
    """Return a time entry, also one that was taken back; raises NotFoundError outside the actor's scope."""
    entries = visible_entries(actor).where(TimeEntry.id == entry_id)
    entry = session.scalar(entries.options(joinedload(TimeEntry.need)))
    if entry is None:
        raise NotFoundError
    return entry
