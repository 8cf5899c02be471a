"""The list of infrastructures: search, filters and orders, in as many statements however long it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, selectinload

from app.infrastructures.freshness import facts_are_stale
from app.infrastructures.queries import visible_infrastructures
from app.infrastructures.readiness_queries import is_good
from app.limits import NEARLY_OPEN_ITEMS
from app.storage.listing import ListState, Page, count_each, fetch_page
from app.storage.search_index.tables import Kind
from app.storage.text_search import search_list
from app.tags.queries import has_tag
from models.accounts import User
from models.infrastructures import Capability, Infrastructure, infrastructure_host
from models.known_facts import Openness, YesNoUnknown
from models.readiness_items import ReadinessItem

_NEVER = date(1, 1, 1)
SORTS = ("name", "confirmed", "capabilities")
OFFICE_SORTS = (*SORTS, "readiness")


@dataclass(frozen=True, slots=True)
class InfrastructureRow:
    """An infrastructure as the list shows it; `passed` counts the good items of a ladder that has been filled in."""

    infrastructure: Infrastructure
    capabilities: int
    passed: int | None


def list_infrastructures(session: Session, actor: User, state: ListState, *, today: date) -> Page[InfrastructureRow]:
    """Return one page of infrastructures with hosts, how much they offer and, for the office, readiness."""
    office = actor.role.is_office
    rows = visible_infrastructures(actor).options(
        defer(Infrastructure.note, raiseload=True),
        defer(Infrastructure.contact_email, raiseload=True),
        selectinload(Infrastructure.hosts),
    )
    if state.query:
        search = search_list(session, Kind.INFRASTRUCTURE, Infrastructure.id, state.query)
        rows, state = rows.where(search.condition), replace(state, instead=search.instead)
    for name, value in state.filters.items():
        rows = rows.where(_condition(name, value, today))
    orders = {
        "name": Infrastructure.name_sort,
        # What was never confirmed is older than anything.
        "confirmed": sa.func.coalesce(Infrastructure.confirmed_on, sa.literal(_NEVER, sa.Date)),
        "capabilities": _capability_count(),
        "readiness": _passed_count(),
    }
    page = fetch_page(
        session,
        rows,
        state,
        orders=orders,
        tie=Infrastructure.id,
        among_equals=[Infrastructure.name_sort],
        kept_as=("infrastructures", actor.role, today),
    )
    return Page(_counted(session, page.rows, office=office), page.total, page.state, page.per_page)


def _counted(session: Session, infrastructures: Sequence[Infrastructure], *, office: bool) -> list[InfrastructureRow]:
    """Count capabilities and, for the office, readiness of one page of infrastructures, in one statement."""
    assessed = sa.exists().where(ReadinessItem.infrastructure_id == Infrastructure.id).correlate(Infrastructure)
    passed: Any = sa.case((assessed, _passed_count())) if office else sa.null()
    columns = sa.select(Infrastructure.id, _capability_count().label("capabilities"), passed.label("passed"))
    found = session.execute(
        columns.where(Infrastructure.id.in_([infrastructure.id for infrastructure in infrastructures]))
    )
    counts = {row.id: row for row in found}
    return [
        InfrastructureRow(infrastructure, counts[infrastructure.id].capabilities, counts[infrastructure.id].passed)
        for infrastructure in infrastructures
    ]


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many infrastructures each saved view holds; `nearly` is None for whoever may not see readiness."""

    all: int
    stale: int
    opened: int
    nearly: int | None


def count_views(session: Session, actor: User, *, today: date) -> ListCounts:
    """Return the counts of the saved views, in one statement; kept until a record changes."""
    shown = ("stale", "opened", "nearly") if actor.role.is_office else ("stale", "opened")
    numbers = count_each(
        session,
        ("infrastructure views", actor.role, today),
        lambda: visible_infrastructures(actor),
        lambda: {"": sa.true(), **{name: _condition("show", name, today) for name in shown}},
    )
    return ListCounts(numbers[""], numbers["stale"], numbers["opened"], numbers.get("nearly"))


def _condition(name: str, value: str, today: date) -> sa.ColumnElement[bool]:
    if name == "tag":
        return has_tag(Infrastructure, value)
    if name == "host":
        return (
            sa.exists()
            .where(
                infrastructure_host.c.infrastructure_id == Infrastructure.id,
                infrastructure_host.c.host_id == int(value),
            )
            .correlate(Infrastructure)
        )
    conditions: Mapping[tuple[str, str], sa.ColumnElement[bool]] = {
        ("place", "flemingsberg"): Infrastructure.in_flemingsberg == YesNoUnknown.YES,
        ("place", "elsewhere"): Infrastructure.in_flemingsberg == YesNoUnknown.NO,
        ("companies", "open"): Infrastructure.open_to_companies.in_((Openness.YES, Openness.LIMITED)),
        ("companies", "unknown"): Infrastructure.open_to_companies == Openness.UNKNOWN,
        ("show", "stale"): facts_are_stale(today),
        ("show", "opened"): Infrastructure.opened_on.is_not(None),
        ("show", "nearly"): sa.and_(Infrastructure.opened_on.is_(None), _passed_count() >= NEARLY_OPEN_ITEMS),
    }
    return conditions[name, value]


def _capability_count() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.count())
        .where(Capability.infrastructure_id == Infrastructure.id, Capability.is_active)
        .correlate(Infrastructure)
        .scalar_subquery()
    )


def _passed_count() -> sa.ScalarSelect[int]:
    """Return how many items of the ladder are good enough."""
    return (
        sa.select(sa.func.count())
        .where(ReadinessItem.infrastructure_id == Infrastructure.id, is_good())
        .correlate(Infrastructure)
        .scalar_subquery()
    )
