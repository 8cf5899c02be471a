"""Reads of rates: the list, one of them, and the one that a day is reckoned by."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.errors import NotFoundError, RateMissingError
from models.euro_rates import EuroRate, month_of


def list_rates(session: Session, actor: User) -> Sequence[EuroRate]:
    """Return every month's rate, the newest first; for the office only."""
    return session.scalars(_visible(actor).order_by(EuroRate.month.desc())).all()


def get_rate(session: Session, actor: User, rate_id: int) -> EuroRate:
    """Return a month's rate; raises NotFoundError outside the actor's scope."""
    found = session.scalar(_visible(actor).where(EuroRate.id == rate_id))
    if found is None:
        raise NotFoundError
    return found


def find_rate(session: Session, day: date) -> EuroRate | None:
    """Return the rate of the month that a day lies in; None where it is not recorded."""
    return session.scalar(sa.select(EuroRate).where(EuroRate.month == month_of(day)))


def require_rate(session: Session, day: date) -> EuroRate:
    """Return the rate of the month that a day lies in; raises RateMissingError, which names the month."""
    found = find_rate(session, day)
    if found is None:
        raise RateMissingError(month=f"{day:%Y-%m}")
    return found


def _visible(actor: User) -> sa.Select[EuroRate]:
    return sa.select(EuroRate).where(sa.true() if actor.role.is_office else sa.false())
