"""Reads of what units were asked: by a link's token, and whom to ask next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.infrastructures.freshness import facts_grow_old
from models.accounts import User, token_hash
from models.clock import now
from models.errors import NotFoundError
from models.fact_checks import FactCheck
from models.infrastructures import Capability, Infrastructure


def find_check(session: Session, token: str) -> FactCheck | None:
    """Return what a link's holder was asked, with the facts; None where the link is too old or a newer one was sent."""
    found = session.scalar(
        sa.select(FactCheck)
        .where(FactCheck.token_hash == token_hash(token), FactCheck.expires_at > now())
        .options(
            joinedload(FactCheck.infrastructure).options(
                selectinload(Infrastructure.hosts),
                selectinload(Infrastructure.capabilities).selectinload(Capability.concepts),
            )
        )
    )
    return found if found is not None and _latest_id(session, found.infrastructure_id) == found.id else None


def get_asked(session: Session, actor: User, infrastructure_id: int) -> Infrastructure:
    """Return an infrastructure that the office may ask; raises NotFoundError."""
    found = session.scalar(
        sa.select(Infrastructure).where(Infrastructure.id == infrastructure_id, sa.literal(actor.role.is_office))
    )
    if found is None:
        raise NotFoundError
    return found


def list_due(session: Session, today: date) -> Sequence[Infrastructure]:
    """Return the units whose facts grow old and that have not been asked since they last confirmed them."""
    asked = sa.select(FactCheck.id).where(
        FactCheck.infrastructure_id == Infrastructure.id,
        FactCheck.asked_on > Infrastructure.confirmed_on,
    )
    due = sa.select(Infrastructure).where(facts_grow_old(today), ~asked.exists())
    return session.scalars(due.order_by(Infrastructure.id)).all()


def _latest_id(session: Session, infrastructure_id: int) -> int | None:
    return session.scalar(sa.select(sa.func.max(FactCheck.id)).where(FactCheck.infrastructure_id == infrastructure_id))
