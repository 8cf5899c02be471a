"""Reads of achievements: the list, one record, and what the forms choose among; for the office only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only

from app.storage.listing import ListState, Page, fetch_page
from models.accounts import User
from models.achievements import Achievement, AchievementKind
from models.base import swedish_sort_key
from models.errors import NotFoundError
from models.org_numbers import fault_of, read_org_number
from models.organisations import Company
from models.programmes import Indicator, Programme

SORTS = ("day", "kind")


def visible_achievements(actor: User) -> sa.Select[Achievement]:
    """Return the selection of what an actor may see: the office all, others none."""
    return sa.select(Achievement).where(sa.true() if actor.role.is_office else sa.false())


def list_achievements(session: Session, actor: User, state: ListState) -> Page[Achievement]:
    """Return one page of achievements that were not taken back, with what names them."""
    rows = (
        visible_achievements(actor)
        .join(Achievement.programme)
        .where(Achievement.taken_back_at.is_(None))
        .options(contains_eager(Achievement.programme), *_names())
    )
    filters = state.filters
    if programme := filters.get("programme"):
        rows = rows.where(Programme.code == programme)
    if kind := filters.get("what"):
        rows = rows.where(Achievement.kind == kind)
    if evidence := filters.get("evidence"):
        is_missing = Achievement.evidence.is_(None)
        rows = rows.where(is_missing if evidence == "missing" else ~is_missing)
    if year := filters.get("year"):
        rows = rows.where(Achievement.happened_on.between(date(int(year), 1, 1), date(int(year), 12, 31)))
    orders = {"day": Achievement.happened_on, "kind": Achievement.kind}
    return fetch_page(
        session,
        rows,
        state,
        orders=orders,
        among_equals=(Achievement.happened_on.desc(),),
        tie=Achievement.id,
        kept_as=("achievements", actor.role),
    )


def _names() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    return (
        joinedload(Achievement.indicator),
        joinedload(Achievement.company),
        joinedload(Achievement.network),
    )


def list_years(session: Session, actor: User) -> list[int]:
    """Return the years from the first achievement to the last, the newest first."""
    ends = visible_achievements(actor).with_only_columns(
        sa.func.min(Achievement.happened_on), sa.func.max(Achievement.happened_on)
    )
    found = session.execute(ends.where(Achievement.taken_back_at.is_(None))).one()
    days = [day.year for day in found if day is not None]
    return list(range(max(days), min(days) - 1, -1)) if days else []


def get_achievement(session: Session, actor: User, achievement_id: int) -> Achievement:
    """Return an achievement, also one that was taken back; raises NotFoundError outside the actor's scope."""
    found = session.scalar(
        visible_achievements(actor)
        .where(Achievement.id == achievement_id)
        .options(joinedload(Achievement.programme), joinedload(Achievement.recorded_by), *_names())
        .options(joinedload(Achievement.area), joinedload(Achievement.region))
    )
    if found is None:
        raise NotFoundError
    return found


def list_networks(session: Session, actor: User) -> Sequence[Achievement]:
    """Return every network that was started, by its name, with its number and name only."""
    networks = visible_achievements(actor).where(
        Achievement.kind == AchievementKind.NETWORK, Achievement.taken_back_at.is_(None)
    )
    return session.scalars(networks.options(load_only(Achievement.title)).order_by(Achievement.title)).all()


def list_entered(session: Session) -> Sequence[Indicator]:
    """Return every indicator with its programme, for choosing which one an entry is made for."""
    return session.scalars(
        sa.select(Indicator)
        .join(Indicator.programme)
        .options(contains_eager(Indicator.programme))
        .order_by(Programme.starts_on.desc(), Indicator.position)
    ).all()


def find_companies(session: Session, actor: User, text: str) -> Sequence[Company]:
    """Return the companies that a typed number or name means, at most two: more is no answer."""
    number = read_org_number(text)
    is_number = number is not None and fault_of(number) is None
    means = Company.org_number == number if is_number else Company.name_sort == swedish_sort_key(text)
    companies = sa.select(Company).where(means, sa.true() if actor.role.is_office else sa.false())
    return session.scalars(companies.order_by(Company.id).limit(2)).all()
