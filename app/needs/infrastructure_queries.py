"""Reads of needs by a unit's staff: what has been introduced to a unit they act for, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.needs.need_for_infrastructure import NeedForInfrastructure, as_it_was
from app.needs.queries import get_one
from app.people.present import find_contact
from app.storage.consents import shown_to_infrastructure, still_shown
from models.accounts import Role, User
from models.errors import NotFoundError
from models.introductions import Introduction, introduced_to
from models.matches import Match
from models.needs import Need

_PUBLIC = (Need.title, Need.teaser, Need.status, Need.is_demo)


def own_introductions(actor: User) -> sa.Select[Introduction]:
    """Return the selection of introductions of needs to units that the actor acts for, but for those taken back."""
    if actor.role is not Role.STAFF:
        return sa.select(Introduction).where(sa.false())
    return sa.select(Introduction).where(introduced_to(actor.id))


def introduced_need_ids(actor: User) -> sa.Select[int]:
    """Return the selection of the numbers of needs that are, or were, introduced to the actor's units."""
    return own_introductions(actor).join(Introduction.match).with_only_columns(Match.need_id)


def get_need_for_infrastructure(session: Session, actor: User, need_id: int, *, today: date) -> NeedForInfrastructure:
    """Return what the actor's unit may read of a need: as it is while introduced, else as it was at the end.

    Raises NotFoundError for a need that no unit of the actor's has been introduced to.
    """
    introductions = session.scalars(
        own_introductions(actor)
        .join(Introduction.match)
        .where(Match.need_id == need_id)
        .options(contains_eager(Introduction.match).load_only(Match.need_id))
        .order_by(Introduction.ended_at.desc().nulls_first(), Introduction.id)
    ).all()
    if not introductions:
        raise NotFoundError
    return read_for_infrastructure(session, introductions[0], today=today)


def read_for_infrastructure(session: Session, introduction: Introduction, *, today: date) -> NeedForInfrastructure:
    """Return what an introduction shows of its need, and note that it has been read."""
    need = get_one(session, sa.select(Need), introduction.match.need_id)
    if introduction.stands:
        return as_it_was(need, shown_to_infrastructure(session, need, find_contact(session, need, today=today), ()))
    return as_it_was(need, still_shown(session, need.id, introduction.shown or {}))


@dataclass(frozen=True, slots=True)
class PublicLayer:
    """A need's public text as a unit may read it."""

    title: str
    teaser: str


def list_public_layers(session: Session, actor: User) -> list[tuple[Need, PublicLayer]]:
    """Return the needs introduced to the actor's units, each with the public text that they may read of it."""
    introductions = session.scalars(
        own_introductions(actor)
        .join(Introduction.match)
        .options(contains_eager(Introduction.match).joinedload(Match.need).load_only(*_PUBLIC, raiseload=True))
        .order_by(Introduction.ended_at.desc().nulls_first(), Introduction.id)
    )
    found: dict[int, tuple[Need, PublicLayer]] = {}
    for introduction in introductions:
        need = introduction.match.need
        found.setdefault(need.id, (need, _public_layer(introduction, need)))
    return list(found.values())


def _public_layer(introduction: Introduction, need: Need) -> PublicLayer:
    if introduction.stands:
        return PublicLayer(need.title, need.teaser)
    shown = introduction.shown or {}
    return PublicLayer(shown.get("title", ""), shown.get("teaser", ""))
