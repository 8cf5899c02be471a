"""Reads of companies; consultants and administrators see all of them, nobody else any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.likeness.facts import RecordKind
from app.likeness.merged import raise_missing
from app.limits import SEARCH_HITS
from app.storage.audit import note_reading
from app.storage.kept_answers import kept
from app.storage.listing import ListState, Page, count_each, fetch_page
from app.storage.search_index.tables import Kind
from app.storage.text_search import search_list
from app.tags.queries import has_tag
from models.accounts import User
from models.base import swedish_sort_key
from models.matches import STAGES_IN_ORDER, Match, Stage
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.smf import SizeClass, class_on

NO_CONTACT_DAYS = 60
SORTS = ("name", "municipality", "needs", "contact")


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company as the list shows it; `stage` is the furthest that one of its matches has come."""

    company: Company
    size: SizeClass
    open_needs: int
    stage: Stage | None


def visible_companies(actor: User) -> sa.Select[Company]:
    """Return the selection of companies that the actor may see."""
    if actor.role.is_office:
        return sa.select(Company)
    return sa.select(Company).where(sa.false())


def get_company(session: Session, actor: User, company_id: int) -> Company:
    """Return a company with its owner and size declarations; raises NotFoundError outside the actor's scope."""
    company = session.scalar(
        visible_companies(actor)
        .where(Company.id == company_id)
        .options(joinedload(Company.owner), selectinload(Company.declarations))
    )
    if company is None:
        raise_missing(session, actor, RecordKind.COMPANY, company_id)
    if company.secrecy_note:
        note_reading(session, company)
    return company


def search_companies(session: Session, actor: User, text: str) -> Sequence[Company]:
    """Return the companies whose name holds a text, by name; without one, those the office last spoke with."""
    companies = visible_companies(actor).limit(SEARCH_HITS)
    if text:
        found = companies.where(search_list(session, Kind.COMPANY, Company.id, text).condition)
        return session.scalars(found.order_by(Company.name_sort, Company.id)).all()
    unknown_last = sa.case((Company.last_contact_on.is_(None), 1), else_=0)
    return session.scalars(companies.order_by(unknown_last, Company.last_contact_on.desc(), Company.id)).all()


def find_by_org_number(session: Session, org_number: str) -> Company | None:
    """Return the company that has this number, whoever may see it: numbers are unique."""
    return session.scalar(sa.select(Company).where(Company.org_number == org_number))


def list_municipalities(session: Session) -> Sequence[str]:
    """Return the municipalities that companies lie in, in Swedish order; kept until a record changes."""
    there = sa.select(Company.municipality).where(Company.municipality.is_not(None)).distinct()

    def find() -> tuple[str, ...]:
        return tuple(sorted({name for name in session.scalars(there) if name}, key=swedish_sort_key))

    return kept(session, ("municipalities",), find)


def list_companies(
    session: Session,
    actor: User,
    state: ListState,
    *,
    today: date,
    municipalities: Sequence[str],
    counted: AbstractSet[int],
) -> Page[CompanyRow]:
    """Return one page of companies with owners and declarations loaded.

    `municipalities` come in the order that the list sorts them by, and `counted` are the companies that count.
    """
    owner = joinedload(Company.owner).load_only(User.name, raiseload=True)
    rows = visible_companies(actor).options(owner, selectinload(Company.declarations))
    if state.query:
        search = search_list(session, Kind.COMPANY, Company.id, state.query)
        rows, state = rows.where(search.condition), replace(state, instead=search.instead)
    rows = rows.where(*_conditions(state, preset_conditions(actor, today, counted)))
    page = fetch_page(
        session, rows, state, orders=_orders(municipalities), tie=Company.id, kept_as=("companies", actor.id, today)
    )
    return Page(_with_needs(session, page.rows, today), page.total, page.state, page.per_page)


def _conditions(state: ListState, presets: Mapping[str, sa.ColumnElement[bool]]) -> list[sa.ColumnElement[bool]]:
    chosen = [presets[state.filters.get("show", "")]]
    if municipality := state.filters.get("municipality"):
        chosen.append(Company.municipality == municipality)
    return [*chosen, has_tag(Company, state.filters.get("tag"))]


def preset_conditions(actor: User, today: date, counted: AbstractSet[int]) -> dict[str, sa.ColumnElement[bool]]:
    """Return what each saved view narrows the list to; "" is all of them, and only one has those that are archived."""
    long_ago = today - timedelta(days=NO_CONTACT_DAYS)
    at_work = {
        "": sa.true(),
        "mine": Company.owner_id == actor.id,
        "quiet": sa.or_(Company.last_contact_on.is_(None), Company.last_contact_on < long_ago),
        "counted": Company.id.in_(counted),
        "unnumbered": Company.org_number.is_(None),
    }
    found = {name: sa.and_(Company.archived_at.is_(None), view) for name, view in at_work.items()}
    return {**found, "archived": Company.archived_at.is_not(None)}


def count_presets(session: Session, actor: User, today: date, counted: AbstractSet[int]) -> dict[str, int]:
    """Return how many companies each saved view holds."""
    return count_each(
        session,
        ("company presets", actor.id, today),
        lambda: visible_companies(actor),
        lambda: preset_conditions(actor, today, counted),
    )


def _orders(municipalities: Sequence[str]) -> dict[str, Any]:
    open_needs = (
        sa.select(sa.func.count(Need.id))
        .where(Need.company_id == Company.id, Need.status == NeedStatus.OPEN)
        .scalar_subquery()
    )
    # No collation orders å ä ö the same way on both databases, but the few names of municipalities can be numbered.
    places = {name: number for number, name in enumerate(municipalities)}
    return {
        "name": Company.name_sort,
        "municipality": sa.case(places, value=Company.municipality) if places else Company.municipality,
        "needs": open_needs,
        "contact": Company.last_contact_on,
    }


def _with_needs(session: Session, companies: Sequence[Company], today: date) -> list[CompanyRow]:
    """Count open needs and find the furthest stage for one page of companies, in two statements."""
    ids = [company.id for company in companies]
    open_needs = (
        sa.select(Need.company_id, sa.func.count())
        .where(Need.company_id.in_(ids), Need.status == NeedStatus.OPEN)
        .group_by(Need.company_id)
    )
    counts: dict[int, int] = {row[0]: row[1] for row in session.execute(open_needs)}
    reached: dict[int, Stage] = {}
    pairs = sa.select(Need.company_id, Match.stage).join(Match.need).where(Need.company_id.in_(ids)).distinct()
    for company_id, stage in session.execute(pairs):
        reached[company_id] = furthest(stage, reached.get(company_id))
    return [
        CompanyRow(
            company=company,
            size=class_on(company.declarations, today),
            open_needs=counts.get(company.id, 0),
            stage=reached.get(company.id),
        )
        for company in companies
    ]


def furthest(stage: Stage, other: Stage | None) -> Stage:
    """Return the further of two stages; a closed match is behind every other."""
    stages = [entry for entry in (stage, other) if entry is not None]
    return max(stages, key=lambda entry: STAGES_IN_ORDER.index(entry) if entry in STAGES_IN_ORDER else -1)
