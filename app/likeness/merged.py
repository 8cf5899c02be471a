"""Where a record went that has become one with another, and for how long the two can be parted again."""

from __future__ import annotations

from datetime import datetime
from typing import NoReturn

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.likeness.facts import RecordKind, key_column
from app.limits import MERGE_KEPT
from models.accounts import User
from models.clock import now
from models.doubles import Merge
from models.errors import MergedRecordError, NotFoundError


def raise_missing(session: Session, actor: User, kind: RecordKind, number: int) -> NoReturn:
    """Raise NotFoundError for a record that is not there; MergedRecordError tells the office where it went."""
    went = sa.select(key_column(Merge, kind)).where(Merge.gone_id == number, key_column(Merge, kind).is_not(None))
    into = session.scalar(went.order_by(Merge.id.desc()).limit(1)) if actor.role.is_office else None
    raise NotFoundError if into is None else MergedRecordError(kind.value, number, into)


def merged_companies(session: Session) -> dict[int, int]:
    """Return where each company is that has become one with another, by its number; also by way of a third."""
    went = sa.select(Merge.gone_id, Merge.company_id).where(Merge.company_id.is_not(None)).order_by(Merge.id.desc())
    found: dict[int, int] = {}
    for gone, into in session.execute(went):
        if into is not None and gone not in found:
            found[gone] = found.get(into, into)
    return found


def parted_since() -> datetime:
    """Return the moment since which a merge can still be undone; those before it are for good."""
    return now() - MERGE_KEPT


def forget_old(connection: sa.Connection) -> None:
    """Empty the ways back whose days are over: what they hold of people is kept no longer than it is of use."""
    old = sa.and_(Merge.at < parted_since(), Merge.kept.is_not(None))
    connection.execute(sa.update(Merge).where(old).values(kept=None))


def latest_merges(session: Session, kind: RecordKind, number: int) -> list[Merge]:
    """Return the merges of which a record came that can still be undone, the latest first."""
    own = key_column(Merge, kind) == number
    kept = sa.select(Merge).where(own, Merge.kept.is_not(None), Merge.at >= parted_since())
    return list(session.scalars(kept.order_by(Merge.id.desc())))
