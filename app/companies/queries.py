"""Reads of companies; consultants and administrators see all of them, nobody else any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.listing import ListState, Page, fetch_page
from models.accounts import Role, User
from models.base import swedish_sort_key
from models.errors import NotFoundError
from models.organisations import Company

NO_CONTACT_DAYS = 60


def visible_companies(actor: User) -> sa.Select[Company]:
    """Return the selection of companies that the actor may see."""
    if actor.role in (Role.ADMINISTRATOR, Role.CONSULTANT):
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
        raise NotFoundError
    return company


def find_by_org_number(session: Session, org_number: str) -> Company | None:
    """Return the company that has this number, whoever may see it: numbers are unique."""
    return session.scalar(sa.select(Company).where(Company.org_number == org_number))


def list_municipalities(session: Session) -> Sequence[str]:
    """Return the municipalities that companies lie in, for the filter."""
    found = session.scalars(sa.select(Company.municipality).where(Company.municipality.is_not(None)).distinct())
    return sorted({name for name in found if name}, key=swedish_sort_key)


def list_companies(session: Session, actor: User, state: ListState, *, today: date) -> Page[Company]:
    """Return one page of companies with owners and declarations loaded."""
    rows = visible_companies(actor).options(joinedload(Company.owner), selectinload(Company.declarations))
    if state.query:
        number = state.query.replace("-", "").replace(" ", "")
        rows = rows.where(
            sa.or_(
                Company.name_sort.contains(swedish_sort_key(state.query), autoescape=True),
                Company.org_number == number,
            )
        )
    for name, value in state.filters.items():
        rows = rows.where(_condition(name, value, actor, today))
    return fetch_page(
        session,
        rows,
        state,
        orders={
            "name": Company.name_sort,
            "municipality": Company.municipality,
            "contact": Company.last_contact_on,
        },
        tie=Company.id,
    )


def _condition(name: str, value: str, actor: User, today: date) -> sa.ColumnElement[bool]:
    if name == "municipality":
        return Company.municipality == value
    presets: dict[str, Any] = {
        "mine": Company.owner_id == actor.id,
        "quiet": sa.or_(
            Company.last_contact_on.is_(None), Company.last_contact_on < today - timedelta(days=NO_CONTACT_DAYS)
        ),
        "unnumbered": Company.org_number.is_(None),
    }
    condition: sa.ColumnElement[bool] = presets[value]
    return condition
