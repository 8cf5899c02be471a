"""Ranks watched needs again when the catalogue has changed, and tells each person once of every unit that fits now.

What fits because the need itself asks for something else since is no news: it is taken as known, and told of to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, selectinload

from app.matchmaking import Matchmaker
from app.needs.watching import asked_by, find_fitting, revision_of
from app.storage.locks import lock_rows
from models.accounts import Role, User
from models.clock import now
from models.needs import Need, NeedStatus
from models.watches import NeedWatch, Notice


@dataclass(frozen=True, slots=True)
class Told:
    """What a run did: needs that were ranked again, and notices written."""

    ranked: int
    notices: int


def tell_of_new(session: Session, matchmaker: Matchmaker, *, today: date) -> Told:
    """Rank every watched need that has not been ranked since the catalogue or itself changed, each in a transaction.

    May be run as often as one likes, twice at once, and be broken off: a need's notices are written in one transaction
    with the revision they come of, and of one unit there is one notice.
    """
    ranked = notices = 0
    for need_id in _list_waiting(session):
        revision = revision_of(session)
        need = session.scalar(sa.select(Need).where(Need.id == need_id).options(selectinload(Need.concepts)))
        if need is None:
            continue
        asked = asked_by(need)
        fitting = find_fitting(session, matchmaker, need, today=today)
        # Ranking reads for a long time; nothing of it is held while others are kept from writing.
        session.rollback()
        notices += _tell(session, need_id, fitting, revision, asked)
        ranked += 1
    return Told(ranked, notices)


def _watches() -> sa.Select[NeedWatch]:
    """Return the watches that go on, of people of the office and open needs."""
    office = [role for role in Role if role.is_office]
    return (
        sa.select(NeedWatch)
        .join(Need, Need.id == NeedWatch.need_id)
        .join(User, User.id == NeedWatch.user_id)
        .where(NeedWatch.ended_at.is_(None), Need.status == NeedStatus.OPEN)
        .where(User.is_active, User.role.in_(office))
    )


def _list_waiting(session: Session) -> list[int]:
    revision = revision_of(session)
    watches = session.scalars(_watches()).all()
    watched = sa.select(Need).where(Need.id.in_({watch.need_id for watch in watches}))
    asked = {need.id: asked_by(need) for need in session.scalars(watched.options(selectinload(Need.concepts)))}
    found = {watch.need_id for watch in watches if watch.revision < revision or watch.asked != asked[watch.need_id]}
    session.rollback()
    return sorted(found)


def _tell(session: Session, need_id: int, fitting: list[int], revision: int, asked: str) -> int:
    """Write what is new to each who watches a need; whoever has seen to one meanwhile is not told again."""
    lock_rows(session, Need, [need_id])
    told = 0
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    waiting = sa.or_(NeedWatch.revision < revision, NeedWatch.asked.is_distinct_from(asked))
    for watch in session.scalars(_watches().where(NeedWatch.need_id == need_id, waiting).order_by(NeedWatch.id)):
        new = [number for number in fitting if number not in watch.known]
        is_edited = watch.asked not in (None, asked)
        rows = [
            {"user_id": watch.user_id, "need_id": need_id, "infrastructure_id": number, "at": now()}
            for number in new
            if not is_edited
        ]
        if rows:
            written = insert(Notice).values(rows).on_conflict_do_nothing().returning(Notice.id)
            told += len(session.execute(written).all())
        # What a ranking leaves behind is nobody's change of a record, so the trail is not told of it.
        kept = {"known": sorted({*watch.known, *new}), "revision": revision, "asked": asked}
        session.execute(sa.update(NeedWatch).where(NeedWatch.id == watch.id).values(kept))
    fits = Notice.infrastructure_id.in_(fitting)
    session.execute(
        sa.update(Notice).where(Notice.need_id == need_id, Notice.is_fitting != fits).values(is_fitting=fits)
    )
    session.commit()
    return told
