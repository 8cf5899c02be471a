"""Reads of users; only administrators get here."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.accounts import Role, User
from models.errors import NotFoundError
from models.infrastructures import Infrastructure


def find_user_by_email(session: Session, email: str) -> User | None:
    """Return the user with this address, whatever its case."""
    return session.scalar(sa.select(User).where(User.email == email.strip().casefold()))


def get_user(session: Session, user_id: int) -> User:
    """Return a user with the infrastructures it acts for; raises NotFoundError."""
    user = session.scalar(sa.select(User).where(User.id == user_id).options(selectinload(User.infrastructures)))
    if user is None:
        raise NotFoundError
    return user


def list_users(session: Session) -> Sequence[User]:
    """Return all users by name, with the infrastructures they act for."""
    return session.scalars(sa.select(User).order_by(User.name).options(selectinload(User.infrastructures))).all()


def list_colleagues(session: Session, *, also: int | None = None) -> Sequence[User]:
    """Return the active consultants and administrators, who can own companies, needs and steps.

    `also` is the number of somebody who owns something already, and stays on offer though the account is closed.
    """
    may_own = sa.and_(User.is_active, User.role.in_([role for role in Role if role.is_office]))
    return session.scalars(sa.select(User).where(sa.or_(may_own, User.id == also)).order_by(User.name)).all()


def list_everybody_of_office(session: Session) -> Sequence[User]:
    """Return all who are or were consultants or administrators, closed accounts too: for finding what they did."""
    of_office = User.role.in_([role for role in Role if role.is_office])
    return session.scalars(sa.select(User).where(of_office).order_by(User.name)).all()


def list_infrastructures(session: Session) -> Sequence[Infrastructure]:
    """Return every infrastructure by name, for choosing whom a user acts for; their facts are public."""
    return session.scalars(sa.select(Infrastructure).order_by(Infrastructure.name_sort, Infrastructure.id)).all()
