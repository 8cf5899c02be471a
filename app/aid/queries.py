"""Reads of supports: the list, one of them, and what they are for; for the office only."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload, load_only, selectinload

from app.aid.commands import ValueCommand
from app.likeness.facts import RecordKind
from app.likeness.merged import raise_missing
from app.storage.audit import note_reading
from app.storage.listing import ListState, Page, fetch_page
from models.accounts import User
from models.aid import AidGrant, AidStepTaken
from models.aid_rules import AidStep
from models.errors import NotFoundError
from models.infrastructures import Capability
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from models.programmes import Programme

SORTS = ("company", "granted")
# What the list is narrowed to besides steps: what is no aid, and what the register waits for.
NOT_AID, TO_REGISTER = "not_aid", "to_register"


def visible_grants(actor: User) -> sa.Select[AidGrant]:
    """Return the selection of what an actor may see: the office all, others none."""
    return sa.select(AidGrant).where(sa.true() if actor.role.is_office else sa.false())


def counted() -> sa.ColumnElement[bool]:
    """Tell whether a support stands among what has been granted: one of the demo's only while nothing real does."""
    real = sa.orm.aliased(AidGrant)
    is_any = sa.exists().where(real.granted_on.is_not(None), real.taken_back_at.is_(None), real.is_demo.is_(False))
    is_granted = sa.and_(AidGrant.granted_on.is_not(None), AidGrant.taken_back_at.is_(None))
    return sa.and_(is_granted, sa.or_(AidGrant.is_demo.is_(False), ~is_any))


def list_grants(session: Session, actor: User, state: ListState, *, granted_only: bool = False) -> Page[AidGrant]:
    """Return one page of supports that were not taken back, with company and programme.

    Of their steps a list tells the registration alone, and no other is loaded.
    """
    told = AidGrant.steps.and_(AidStepTaken.step == AidStep.REGISTERED)
    rows = (
        visible_grants(actor)
        .join(AidGrant.company)
        .where(AidGrant.taken_back_at.is_(None), counted() if granted_only else sa.true())
        .options(contains_eager(AidGrant.company), joinedload(AidGrant.programme), selectinload(told))
    )
    filters = state.filters
    if programme := filters.get("programme"):
        rows = rows.where(AidGrant.programme_id.in_(sa.select(Programme.id).where(Programme.code == programme)))
    if year := filters.get("year"):
        rows = rows.where(AidGrant.granted_on.between(date(int(year), 1, 1), date(int(year), 12, 31)))
    if asked := filters.get("step"):
        rows = rows.where(_stands(asked))
    orders = {"company": Company.name_sort, "granted": AidGrant.granted_on}
    return fetch_page(
        session,
        rows,
        state,
        orders=orders,
        among_equals=(AidGrant.id.desc(),),
        tie=AidGrant.id,
        kept_as=("aid granted" if granted_only else "aid", actor.role),
    )


def _stands(asked: str) -> sa.ColumnElement[bool]:
    if asked == NOT_AID:
        return AidGrant.not_aid_reason.is_not(None)
    if asked == TO_REGISTER:
        return AidGrant.granted_on.is_not(None) & ~_has_taken(AidStep.REGISTERED)
    return (AidGrant.step == asked) & AidGrant.not_aid_reason.is_(None)


def _has_taken(step: AidStep) -> sa.ColumnElement[bool]:
    of_grant = (AidStepTaken.grant_id == AidGrant.id, AidStepTaken.taken_back_at.is_(None))
    return sa.exists().where(*of_grant, AidStepTaken.step == step)


def list_years(session: Session, actor: User) -> list[int]:
    """Return the years from the first grant to the last, the newest first."""
    ends = visible_grants(actor).with_only_columns(sa.func.min(AidGrant.granted_on), sa.func.max(AidGrant.granted_on))
    days = [day.year for day in session.execute(ends).one() if day is not None]
    return list(range(max(days), min(days) - 1, -1)) if days else []


def get_grant(session: Session, actor: User, grant_id: int) -> AidGrant:
    """Return a support with all of its parts, also one that was taken back; raises NotFoundError outside the scope."""
    found = session.scalar(
        visible_grants(actor)
        .where(AidGrant.id == grant_id)
        .options(
            joinedload(AidGrant.company),
            joinedload(AidGrant.programme),
            *_of_match(),
            selectinload(AidGrant.steps),
            selectinload(AidGrant.earlier),
        )
    )
    if found is None:
        raise NotFoundError
    return found


def _of_match() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    match = joinedload(AidGrant.match)
    return match.joinedload(Match.need), match.joinedload(Match.capability).joinedload(Capability.infrastructure)


def list_of_company(session: Session, actor: User, company_id: int) -> Sequence[AidGrant]:
    """Return a company's supports that were not taken back, the newest first, with their steps."""
    return _listed(session, visible_grants(actor).where(AidGrant.company_id == company_id))


def list_of_match(session: Session, actor: User, match_id: int) -> Sequence[AidGrant]:
    """Return the supports of a match that were not taken back, the newest first, with their steps."""
    return _listed(session, visible_grants(actor).where(AidGrant.match_id == match_id))


def list_alike(
    session: Session, actor: User, company_id: int, match_id: int | None, said: ValueCommand
) -> Sequence[AidGrant]:
    """Return the company's supports that may be the one that is recorded, the newest first.

    They are of the same kind, and of the same match, with the same description or worth as much.
    """
    likeness = [sa.func.lower(AidGrant.what) == said.what.lower(), AidGrant.market_sek == said.market_sek]
    if match_id is not None:
        likeness.append(AidGrant.match_id == match_id)
    of_company = visible_grants(actor).where(AidGrant.company_id == company_id, AidGrant.kind == said.kind)
    return _listed(session, of_company.where(sa.or_(*likeness)))


def _listed(session: Session, rows: sa.Select[AidGrant]) -> Sequence[AidGrant]:
    # A company has few, and each a few steps: one statement for both.
    standing = rows.where(AidGrant.taken_back_at.is_(None)).options(joinedload(AidGrant.steps))
    return session.scalars(standing.order_by(AidGrant.id.desc())).unique().all()


def get_company(session: Session, actor: User, company_id: int) -> Company:
    """Return a company to support; raises NotFoundError outside the actor's scope."""
    visible = sa.true() if actor.role.is_office else sa.false()
    found = session.scalar(sa.select(Company).where(Company.id == company_id, visible))
    if found is None:
        raise_missing(session, actor, RecordKind.COMPANY, company_id)
    if found.secrecy_note:
        note_reading(session, found)
    return found


def get_match(session: Session, actor: User, match_id: int) -> Match:
    """Return a match whose support is recorded, with its parties and uses; raises NotFoundError outside the scope."""
    visible = sa.true() if actor.role.is_office else sa.false()
    found = session.scalar(
        sa.select(Match)
        .where(Match.id == match_id, visible)
        .options(
            joinedload(Match.need).joinedload(Need.company),
            joinedload(Match.capability).joinedload(Capability.infrastructure),
            selectinload(Match.uses),
        )
    )
    if found is None:
        raise NotFoundError
    return found


def names_of(session: Session, numbers: frozenset[int]) -> Sequence[Company]:
    """Return companies by their names, with number and name only."""
    named = sa.select(Company).where(Company.id.in_(numbers)).options(load_only(Company.name))
    return session.scalars(named.order_by(Company.name_sort)).all()
