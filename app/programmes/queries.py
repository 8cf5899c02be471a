"""Reads of programmes and their indicators; they are public, so no scope narrows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, load_only, selectinload

from models.errors import NotFoundError
from models.needs import Need
from models.programmes import Programme


def find_programme(session: Session, code: str) -> Programme | None:
    """Return a programme with its indicators, or None, as before the first `flask seed`."""
    return session.scalars(_with_code(), {"code": code}).unique().one_or_none()


@lru_cache
def _with_code() -> sa.Select[Programme]:
    """Return the selection of the programme with a `code`; most pages ask for it, so it is built once."""
    coded = sa.select(Programme).where(Programme.code == sa.bindparam("code"))
    return coded.options(joinedload(Programme.indicators))


def get_programme(session: Session, code: str) -> Programme:
    """Return a programme with its indicators; raises NotFoundError."""
    programme = find_programme(session, code)
    if programme is None:
        raise NotFoundError
    return programme


def list_programmes(session: Session) -> Sequence[Programme]:
    """Return every programme with its indicators, the newest first."""
    return session.scalars(
        sa.select(Programme).order_by(Programme.starts_on.desc()).options(selectinload(Programme.indicators))
    ).all()


def list_programme_names(session: Session) -> Sequence[Programme]:
    """Return every programme with its code and names only, the newest first."""
    names = load_only(Programme.code, Programme.name_sv, Programme.name_en)
    return session.scalars(sa.select(Programme).order_by(Programme.starts_on.desc()).options(names)).all()


def in_programme(code: str | None) -> sa.ColumnElement[bool]:
    """Return the condition that a need belongs to the programme with a code; true where none is asked for."""
    if code is None:
        return sa.true()
    return Need.programme_id.in_(sa.select(Programme.id).where(Programme.code == code))
