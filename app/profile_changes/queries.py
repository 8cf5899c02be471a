"""Reads of what was changed of a profile, within what the actor may change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.infrastructures.queries import get_own, own_infrastructures
from app.profile_changes.limits import CHANGES_SHOWN
from models.accounts import User
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure
from models.profile_changes import ProfileChange
from models.vocabulary import Concept


def get_profile(session: Session, actor: User, infrastructure_id: int, *, lock: bool = False) -> Infrastructure:
    """Return a unit that the actor may change, with its capabilities; raises NotFoundError. `lock` as in `get_own`."""
    infrastructure = get_own(session, actor, infrastructure_id, lock=lock)
    session.refresh(infrastructure, ["capabilities"])
    return infrastructure


def list_published(session: Session, infrastructure_id: int) -> Sequence[ProfileChange]:
    """Return what staff published of a unit last, the newest first, with who wrote it and the capabilities."""
    return session.scalars(
        _whole()
        .where(ProfileChange.infrastructure_id == infrastructure_id, ProfileChange.published_at.is_not(None))
        .order_by(ProfileChange.published_at.desc(), ProfileChange.id.desc())
        .limit(CHANGES_SHOWN)
    ).all()


def get_change(session: Session, actor: User, change_id: int) -> ProfileChange:
    """Return a change of a unit that the actor may change; raises NotFoundError."""
    owned = own_infrastructures(actor).with_only_columns(Infrastructure.id)
    change = session.scalar(_whole().where(ProfileChange.id == change_id, ProfileChange.infrastructure_id.in_(owned)))
    if change is None:
        raise NotFoundError
    return change


def concepts_by_id(session: Session, numbers: Iterable[int]) -> Mapping[int, Concept]:
    """Return concepts by their numbers."""
    chosen = list(numbers)
    if not chosen:
        return {}
    return {concept.id: concept for concept in session.scalars(sa.select(Concept).where(Concept.id.in_(chosen)))}


def _whole() -> sa.Select[ProfileChange]:
    return sa.select(ProfileChange).options(
        joinedload(ProfileChange.by),
        joinedload(ProfileChange.infrastructure),
        joinedload(ProfileChange.capability).selectinload(Capability.concepts),
    )
