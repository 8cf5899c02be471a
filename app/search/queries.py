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
from app.storage.text_search import begins_with, contains_text
from models.accounts import Role, User
from models.base import swedish_sort_key
from models.infrastructures import Capability, Infrastructure
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.people import Person
from models.search_keys import search_key

T = TypeVar("T")


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
class SearchResult:
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


def search(session: Session, actor: User, query: str) -> SearchResult:
    """Return what the actor may find by a text; names that begin with it come first."""
    if not search_key(query):
        return SearchResult()
    return SearchResult(
        companies=_find_companies(session, actor, query),
        people=_find_people(session, actor, query),
        needs=_find_needs(session, actor, query),
        infrastructures=_find_infrastructures(session, actor, query),
        capabilities=_find_capabilities(session, actor, query),
    )


def _hits(session: Session, rows: sa.Select[T]) -> Hits[T]:
    found = session.scalars(rows.limit(SEARCH_HITS + 1)).unique().all()
    return Hits(found[:SEARCH_HITS], len(found) > SEARCH_HITS)


def _by_name(column: Any, query: str) -> tuple[Any, ...]:
    return (sa.case((begins_with(query, column), 0), else_=1), column)


def _find_companies(session: Session, actor: User, query: str) -> Hits[Company]:
    matches = sa.or_(contains_text(query, Company.name_sort), number_matches(query))
    columns = load_only(
        Company.name, Company.org_number, Company.kind, Company.municipality, Company.is_demo, raiseload=True
    )
    rows = visible_companies(actor).where(matches).options(columns)
    return _hits(session, rows.order_by(*_by_name(Company.name_sort, query), Company.id))


def _find_people(session: Session, actor: User, query: str) -> Hits[Person]:
    rows = visible_people(actor).where(contains_text(query, Person.name_sort)).options(*with_places())
    return _hits(session, rows.order_by(*_by_name(Person.name_sort, query), Person.id))


def _find_needs(session: Session, actor: User, query: str) -> Hits[NeedHit]:
    if actor.role is Role.STAFF:
        return _find_introduced_needs(session, actor, query)
    rows = (
        sa.select(Need.id, Need.title, Need.teaser, Need.status, Need.is_demo, Company.name)
        .join(Need.company)
        .where(contains_text(query, Need.title_sort, Need.teaser))
        .where(Need.id.in_(visible_needs(actor).with_only_columns(Need.id)))
        .order_by(*_by_name(Need.title_sort, query), Need.id)
        .limit(SEARCH_HITS + 1)
    )
    found = [NeedHit(*row) for row in session.execute(rows)]
    return Hits(found[:SEARCH_HITS], len(found) > SEARCH_HITS)


def _find_introduced_needs(session: Session, actor: User, query: str) -> Hits[NeedHit]:
    """Look in what the reader's units may read: a need whose introduction has ended is found by what it said then."""
    key = search_key(query)
    hits = [
        NeedHit(need.id, public.title, public.teaser, need.status, need.is_demo, None)
        for need, public in list_public_layers(session, actor)
        if key in search_key(public.title) or key in search_key(public.teaser)
    ]
    hits.sort(key=lambda hit: (not search_key(hit.title).startswith(key), swedish_sort_key(hit.title), hit.id))
    return Hits(hits[:SEARCH_HITS], len(hits) > SEARCH_HITS)


def _find_infrastructures(session: Session, actor: User, query: str) -> Hits[Infrastructure]:
    matches = contains_text(query, Infrastructure.name_sort, Infrastructure.name_en)
    columns = load_only(Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.campus, raiseload=True)
    rows = visible_infrastructures(actor).where(matches).options(columns)
    return _hits(session, rows.order_by(*_by_name(Infrastructure.name_sort, query), Infrastructure.id))


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
