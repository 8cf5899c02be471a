"""Reads of needs: the office sees all of them, a unit's staff those it has been introduced to, nobody else any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from app.needs.met import has_state
from app.needs.watched import is_watched_by
from app.people.present import list_present
from app.programmes.queries import in_programme
from app.storage.audit import note_reading
from app.storage.listing import ListState, Page, count_each, fetch_page
from app.storage.search_index.tables import Kind
from app.storage.text_search import search_list
from app.tags.queries import has_tag
from models.accounts import User
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure
from models.matches import Match, Stage
from models.needs import Need, NeedState, NeedStatus
from models.organisations import Company
from models.people import Person
from models.programmes import Programme

NEW_DAYS = 14
SOON_DAYS = 30
SORTS = ("title", "company", "status", "deadline", "opened", "owner")


def visible_needs(actor: User) -> sa.Select[Need]:
    """Return the selection of needs whose every layer the actor may see."""
    if actor.role.is_office:
        return sa.select(Need)
    return sa.select(Need).where(sa.false())


def get_need(session: Session, actor: User, need_id: int) -> Need:
    """Return a need with all that its page shows; raises NotFoundError outside the actor's scope."""
    need = get_one(session, visible_needs(actor), need_id, joinedload(Need.owner), joinedload(Need.programme))
    if need.company.secrecy_note:
        note_reading(session, need.company)
    return need


def get_one(session: Session, needs: sa.Select[Need], need_id: int, *options: Any) -> Need:
    """Return a need of a selection with company, contact and concepts, and note that it is read; NotFoundError."""
    need = session.scalar(
        needs.where(Need.id == need_id).options(
            joinedload(Need.company), joinedload(Need.contact), selectinload(Need.concepts), *options
        )
    )
    if need is None:
        raise NotFoundError
    note_reading(session, need)
    return need


def list_needs(session: Session, actor: User, state: ListState, *, today: date) -> Page[Need]:
    """Return one page of needs with company, owner, programme and concepts loaded."""
    rows = (
        visible_needs(actor)
        .join(Company, Company.id == Need.company_id)
        .options(
            joinedload(Need.company).load_only(Company.name, raiseload=True),
            joinedload(Need.owner).load_only(User.name, raiseload=True),
            joinedload(Need.programme).load_only(Programme.code, Programme.name_sv, Programme.name_en, raiseload=True),
            selectinload(Need.concepts),
        )
    )
    if state.query:
        search = search_list(session, Kind.NEED, Need.id, state.query)
        rows, state = rows.where(search.condition), replace(state, instead=search.instead)
    rows = rows.where(*_conditions(state, actor, today))
    return fetch_page(session, rows, state, orders=_orders(), tie=Need.id, kept_as=("needs", actor.id, today))


def _conditions(state: ListState, actor: User, today: date) -> list[sa.ColumnElement[bool]]:
    status = state.filters.get("status", NeedStatus.OPEN.value)
    conditions: list[sa.ColumnElement[bool]] = [] if status == "all" else [Need.status == NeedStatus(status)]
    if show := state.filters.get("show"):
        conditions.append(preset_conditions(actor, today)[show])
    return [*conditions, in_programme(state.filters.get("programme")), has_tag(Need, state.filters.get("tag"))]


def preset_conditions(actor: User, today: date) -> dict[str, sa.ColumnElement[bool]]:
    """Return what each saved view narrows the open needs to; "" is all open ones."""
    return {
        "": sa.true(),
        "mine": Need.owner_id == actor.id,
        "new": Need.opened_on >= today - timedelta(days=NEW_DAYS),
        **{state.value: has_state(state) for state in NeedState},
        "due": Need.deadline.between(today, today + timedelta(days=SOON_DAYS)),
        "watched": is_watched_by(actor),
    }


def count_presets(session: Session, actor: User, today: date, programme: str | None = None) -> dict[str, int]:
    """Return how many open needs each saved view holds, of one programme or of all."""
    return count_each(
        session,
        ("need presets", actor.id, today, programme),
        lambda: visible_needs(actor).where(Need.status == NeedStatus.OPEN, in_programme(programme)),
        lambda: preset_conditions(actor, today),
    )


def _orders() -> dict[str, Any]:
    life = {status.value: number for number, status in enumerate(NeedStatus)}
    return {
        "title": Need.title_sort,
        "company": Company.name_sort,
        "status": sa.case(life, value=Need.status),
        "deadline": Need.deadline,
        "opened": Need.opened_on,
        "owner": sa.select(User.name).where(User.id == Need.owner_id).scalar_subquery(),
    }


def list_matches_of(session: Session, need: Need) -> Sequence[Match]:
    """Return a need's matches with capability, infrastructure and introductions, the furthest come first."""
    found = session.scalars(
        sa.select(Match)
        .where(Match.need_id == need.id)
        .options(joinedload(Match.capability).joinedload(Capability.infrastructure), joinedload(Match.introductions))
        .order_by(Match.stage_since.desc(), Match.id)
    ).unique()
    return sorted(found, key=lambda match: -list(Stage).index(match.stage))


def list_capabilities(session: Session, ids: Sequence[int]) -> dict[int, Capability]:
    """Return capabilities by id with infrastructure, hosts and readiness, in four statements; they are public."""
    if not ids:
        return {}
    infrastructure = joinedload(Capability.infrastructure)
    found = session.scalars(
        sa.select(Capability)
        .where(Capability.id.in_(ids))
        .options(
            infrastructure.selectinload(Infrastructure.hosts), infrastructure.selectinload(Infrastructure.readiness)
        )
    )
    return {capability.id: capability for capability in found}


def list_capability_names(session: Session, ids: Sequence[int]) -> dict[int, Capability]:
    """Return capabilities by id with their infrastructure; they are public."""
    infrastructure = joinedload(Capability.infrastructure)
    found = session.scalars(
        sa.select(Capability)
        .where(Capability.id.in_(ids))
        .options(
            load_only(Capability.title_sv, Capability.title_en, Capability.infrastructure_id, raiseload=True),
            infrastructure.load_only(Infrastructure.name_sv, Infrastructure.name_en, raiseload=True),
        )
    )
    return {capability.id: capability for capability in found}


def list_contacts(session: Session, company: Company, today: date) -> Sequence[Person]:
    """Return the people with a role in a company now, by name."""
    present = {role.person_id: role.person for role in list_present(session, company, today=today)}
    return sorted(present.values(), key=lambda person: (person.name_sort, person.id))


def list_latest_open(session: Session, actor: User, *, besides: int, at_most: int) -> Sequence[Need]:
    """Return the open needs that were opened last, with company and concepts."""
    return session.scalars(
        visible_needs(actor)
        .where(Need.status == NeedStatus.OPEN, Need.id != besides)
        .options(joinedload(Need.company), selectinload(Need.concepts))
        .order_by(Need.opened_on.desc(), Need.id.desc())
        .limit(at_most)
    ).all()


def closed_pairs(session: Session, needs: Sequence[Need]) -> dict[str, set[str]]:
    """Return by need id the ids of the capabilities that were dismissed or ended for it, as the engine names them."""
    pairs: dict[str, set[str]] = {}
    closed = sa.select(Match.need_id, Match.capability_id).where(
        Match.need_id.in_([need.id for need in needs]), Match.stage == Stage.CLOSED
    )
    for need_id, capability_id in session.execute(closed):
        pairs.setdefault(str(need_id), set()).add(str(capability_id))
    return pairs
