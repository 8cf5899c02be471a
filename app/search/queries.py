"""What a search finds for a reader: names and public texts only, never a confidential column.

Consultants and administrators search everything. Staff find infrastructures and capabilities, and of the needs those
that their own units have been introduced to, by title and teaser.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, load_only

from app.companies.org_numbers import number_matches
from app.companies.queries import visible_companies
from app.infrastructures.queries import visible_infrastructures
from app.limits import SEARCH_HITS
from app.needs.queries import visible_needs
from app.needs.unit_queries import list_public_layers
from app.people.queries import visible_people, with_places
from app.text_search import contains_text
from models.accounts import Role, User
from models.base import swedish_sort_key
from models.infrastructures import Capability, Infrastructure
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.people import Person

T = TypeVar("T")
OFFICE_ROLES = (Role.ADMINISTRATOR, Role.CONSULTANT)


@dataclass(frozen=True, slots=True)
class Hits(Generic[T]):
    """The first hits of one kind, and whether there are more of them."""

    rows: Sequence[T] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class NeedHit:
    """A need in a search: its public layer, and the company where the reader may know it."""

    id: int
    title: str
    teaser: str
    status: NeedStatus
    is_demo: bool
    company_name: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a search found."""

    companies: Hits[Company] = field(default_factory=Hits)
    people: Hits[Person] = field(default_factory=Hits)
    needs: Hits[NeedHit] = field(default_factory=Hits)
    infrastructures: Hits[Infrastructure] = field(default_factory=Hits)
    capabilities: Hits[Capability] = field(default_factory=Hits)

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found at all."""
        groups = (self.companies, self.people, self.needs, self.infrastructures, self.capabilities)
        return not any(hits.rows for hits in groups)


def search(session: Session, actor: User, query: str) -> Found:
    """Return what the actor may find by a text; names that begin with it come first."""
    key = swedish_sort_key(query)
    if not key:
        return Found()
    return Found(
        companies=_find_companies(session, actor, query, key),
        people=_find_people(session, actor, key),
        needs=_find_needs(session, actor, query, key),
        infrastructures=_find_infrastructures(session, actor, query, key),
        capabilities=_find_capabilities(session, actor, query),
    )


def _hits(session: Session, rows: sa.Select[T]) -> Hits[T]:
    found = session.scalars(rows.limit(SEARCH_HITS + 1)).unique().all()
    return Hits(found[:SEARCH_HITS], len(found) > SEARCH_HITS)


def _by_name(column: Any, key: str) -> tuple[Any, ...]:
    return (sa.case((column.startswith(key, autoescape=True), 0), else_=1), column)


def _find_companies(session: Session, actor: User, query: str, key: str) -> Hits[Company]:
    matches = sa.or_(Company.name_sort.contains(key, autoescape=True), number_matches(query))
    columns = load_only(
        Company.name, Company.org_number, Company.kind, Company.municipality, Company.is_demo, raiseload=True
    )
    rows = visible_companies(actor).where(matches).options(columns)
    return _hits(session, rows.order_by(*_by_name(Company.name_sort, key), Company.id))


def _find_people(session: Session, actor: User, key: str) -> Hits[Person]:
    rows = visible_people(actor).where(Person.name_sort.contains(key, autoescape=True)).options(*with_places())
    return _hits(session, rows.order_by(*_by_name(Person.name_sort, key), Person.id))


def _find_needs(session: Session, actor: User, query: str, key: str) -> Hits[NeedHit]:
    if actor.role is Role.STAFF:
        return _find_introduced_needs(session, actor, query, key)
    rows = (
        sa.select(Need.id, Need.title, Need.teaser, Need.status, Need.is_demo, Company.name)
        .join(Need.company)
        .where(sa.or_(Need.title_sort.contains(key, autoescape=True), contains_text(query, Need.teaser)))
        .where(Need.id.in_(visible_needs(actor).with_only_columns(Need.id)))
        .order_by(*_by_name(Need.title_sort, key), Need.id)
        .limit(SEARCH_HITS + 1)
    )
    found = [NeedHit(*row) for row in session.execute(rows)]
    return Hits(found[:SEARCH_HITS], len(found) > SEARCH_HITS)


def _find_introduced_needs(session: Session, actor: User, query: str, key: str) -> Hits[NeedHit]:
    """Look in what the reader's units may read: a need whose introduction has ended is found by what it said then."""
    hits = [
        NeedHit(need.id, public.title, public.teaser, need.status, need.is_demo, None)
        for need, public in list_public_layers(session, actor)
        if key in swedish_sort_key(public.title) or query.casefold() in public.teaser.casefold()
    ]
    hits.sort(key=lambda hit: (not swedish_sort_key(hit.title).startswith(key), swedish_sort_key(hit.title), hit.id))
    return Hits(hits[:SEARCH_HITS], len(hits) > SEARCH_HITS)


def _find_infrastructures(session: Session, actor: User, query: str, key: str) -> Hits[Infrastructure]:
    matches = sa.or_(
        Infrastructure.name_sort.contains(key, autoescape=True), contains_text(query, Infrastructure.name_en)
    )
    columns = load_only(Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.campus, raiseload=True)
    rows = visible_infrastructures(actor).where(matches).options(columns)
    return _hits(session, rows.order_by(*_by_name(Infrastructure.name_sort, key), Infrastructure.id))


def _find_capabilities(session: Session, actor: User, query: str) -> Hits[Capability]:
    units = visible_infrastructures(actor).with_only_columns(Infrastructure.id)
    rows = (
        sa.select(Capability)
        .join(Capability.infrastructure)
        .where(Capability.is_active, Capability.infrastructure_id.in_(units))
        .where(contains_text(query, Capability.title_sv, Capability.title_en))
        .options(
            load_only(Capability.title_sv, Capability.title_en, Capability.infrastructure_id, raiseload=True),
            contains_eager(Capability.infrastructure).load_only(
                Infrastructure.name_sv, Infrastructure.name_en, raiseload=True
            ),
        )
        .order_by(Infrastructure.name_sort, Capability.title_sv, Capability.id)
    )
    return _hits(session, rows)
