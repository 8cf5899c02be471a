"""Who watches which need: begun with what fits it today, ended, and what each person has been told of."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.limits import RANKED_ALL
from app.matchmaking import Matchmaker, need_profile
from app.needs import queries
from app.needs.suggestions import open_pairs
from app.needs.watched import is_watched_by
from app.storage.database import short_transaction
from app.storage.locks import lock_rows
from matching.results import Strength
from models.accounts import User
from models.clock import now, start_of
from models.engine_state import CatalogueState
from models.infrastructures import Capability
from models.matches import Stage
from models.needs import Need, NeedStatus
from models.watches import NeedWatch, Notice


def list_notices(session: Session, actor: User, *, since: datetime | None) -> Sequence[Notice]:
    """Return what came to fit since a moment, or since the watch began, the newest first."""
    return _list_notices(session, actor, sa.true() if since is None else Notice.at > since)


def list_notices_to_show(session: Session, actor: User, *, today: date) -> Sequence[Notice]:
    """Return what the home page has not shown on an earlier day, the newest first."""
    return _list_notices(session, actor, sa.or_(Notice.shown_at.is_(None), Notice.shown_at >= start_of(today)))


def note_shown(database: sa.Engine, numbers: Collection[int]) -> None:
    """Write that notices of these numbers have been shown on the home page; that is nobody's change of a record."""
    with short_transaction(database, reads=False) as connection:
        shown = sa.update(Notice).where(Notice.id.in_(numbers), Notice.shown_at.is_(None))
        connection.execute(shown.values(shown_at=now()))


def _list_notices(session: Session, actor: User, which: sa.ColumnElement[bool]) -> Sequence[Notice]:
    """Return notices of units that fit still, of open needs that the actor watches and may see."""
    seen = queries.visible_needs(actor).where(Need.status == NeedStatus.OPEN, is_watched_by(actor))
    own = sa.and_(Notice.user_id == actor.id, Notice.need_id.in_(seen.with_only_columns(Need.id)))
    rows = sa.select(Notice).where(own, Notice.is_fitting, which)
    loaded = (joinedload(Notice.need).joinedload(Need.company), joinedload(Notice.infrastructure))
    return session.scalars(rows.options(*loaded).order_by(Notice.at.desc(), Notice.id.desc())).all()


def find_fitting(session: Session, matchmaker: Matchmaker, need: Need, *, today: date) -> list[int]:
    """Return the numbers of the units that are suggested for a need, as its page shows them: weak ones are none."""
    closed = [match for match in queries.list_matches_of(session, need) if match.stage is Stage.CLOSED]
    ranking = open_pairs(matchmaker, need_profile(need), closed, today=today, top=RANKED_ALL)
    fitting = [int(each.capability_id) for each in ranking.candidates if each.strength is not Strength.WEAK]
    if not ranking.suitable or not fitting:
        return []
    offering = sa.select(Capability.infrastructure_id).where(Capability.id.in_(fitting)).distinct()
    return sorted(session.scalars(offering))


def revision_of(session: Session) -> int:
    """Return the number that grows with every change of what is ranked."""
    return session.scalar(sa.select(CatalogueState.revision).limit(1)) or 0


def asked_by(need: Need) -> str:
    """Return a digest of all that a need is ranked by; its concepts must be loaded."""
    profile = need_profile(need)
    plain = (replace(profile, quality=frozenset()), sorted(profile.quality))
    return hashlib.sha256(repr(plain).encode()).hexdigest()


def begin(session: Session, *, actor: User, need: Need, fitting: Collection[int], revision: int) -> bool:
    """Tell the actor from now on when a unit fits that is not among those fitting today; False where that goes on.

    `revision` is what the catalogue had before the need was ranked. Raises NeedNotReadyError for one that is not open.
    """
    need.require_open()
    lock_rows(session, Need, [need.id])
    watch = session.scalar(_of(actor.id, need.id))
    if watch is None:
        session.add(
            NeedWatch(need_id=need.id, user_id=actor.id, known=sorted(fitting), revision=revision, asked=asked_by(need))
        )
    elif watch.ended_at is not None:
        watch.known, watch.revision = sorted({*watch.known, *fitting}), revision
        watch.asked, watch.ended_at = asked_by(need), None
    else:
        return False
    session.flush()
    return True


def end(session: Session, *, actor: User, need: Need) -> bool:
    """Tell the actor no more; False where nobody was to be told."""
    watch = session.scalar(_of(actor.id, need.id))
    if watch is None or watch.ended_at is not None:
        return False
    watch.ended_at = now()
    session.flush()
    return True


def _of(user_id: int, need_id: int) -> sa.Select[NeedWatch]:
    return sa.select(NeedWatch).where(NeedWatch.user_id == user_id, NeedWatch.need_id == need_id)
