"""Reads of what the ranking weighs by and has reached; the sets and their history are the administrator's alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload

from app.storage.listing import ListState, Page, fetch_page
from app.storage.locks import lock_rows
from matching.scoring import parameters as shipped
from models.accounts import Role, User
from models.engine_state import CatalogueState
from models.errors import NotFoundError
from models.judgements import Judgement, Verdict
from models.ranking import EvaluationRow, RankingOrigin, RankingParameters

SETS_SHOWN: Final = 10


def visible_sets(actor: User) -> sa.Select[RankingParameters]:
    """Return the selection of sets of weights that the actor may see."""
    if actor.role is Role.ADMINISTRATOR:
        return sa.select(RankingParameters)
    return sa.select(RankingParameters).where(sa.false())


def get_set(session: Session, actor: User, set_id: int) -> RankingParameters:
    """Return a set of weights; raises NotFoundError outside the actor's scope."""
    found = session.scalar(visible_sets(actor).where(RankingParameters.id == set_id))
    if found is None:
        raise NotFoundError
    return found


def find_active(session: Session) -> RankingParameters | None:
    """Return the set in use, or None before the first one has been recorded."""
    return session.scalar(
        sa.select(RankingParameters)
        .where(RankingParameters.active_since.is_not(None), RankingParameters.active_until.is_(None))
        .options(joinedload(RankingParameters.created_by))
        .order_by(RankingParameters.id.desc())
        .limit(1)
    )


def find_unfinished(session: Session, actor: User) -> RankingParameters | None:
    """Return the newest set whose judgements are still being measured."""
    newest = session.scalar(visible_sets(actor).order_by(RankingParameters.id.desc()).limit(1))
    return newest if newest is not None and not newest.is_ready else None


def find_proposal(session: Session, actor: User, active: RankingParameters | None) -> RankingParameters | None:
    """Return the newest retrained set that is newer than the one in use and was never used itself."""
    newest = session.scalar(
        visible_sets(actor)
        .where(RankingParameters.origin == RankingOrigin.RETRAINED, RankingParameters.active_since.is_(None))
        .options(joinedload(RankingParameters.created_by))
        .order_by(RankingParameters.id.desc())
        .limit(1)
    )
    if newest is None or not newest.is_ready or newest.engine_version != shipped.load().version:
        return None
    return newest if active is None or newest.created_at >= (active.active_since or active.created_at) else None


def list_sets(session: Session, actor: User) -> Sequence[RankingParameters]:
    """Return the newest sets with who made them, without their material."""
    return session.scalars(
        visible_sets(actor)
        .options(joinedload(RankingParameters.created_by), defer(RankingParameters.material, raiseload=True))
        .order_by(RankingParameters.id.desc())
        .limit(SETS_SHOWN)
    ).all()


def list_history(session: Session, actor: User, page: int) -> Page[EvaluationRow]:
    """Return one page of dated figures, the newest first, with who caused them and the set they were reached by."""
    rows = sa.select(EvaluationRow).options(
        joinedload(EvaluationRow.by),
        joinedload(EvaluationRow.parameters).load_only(
            RankingParameters.id, RankingParameters.origin, RankingParameters.judgements
        ),
    )
    if actor.role is not Role.ADMINISTRATOR:
        rows = rows.where(sa.false())
    state = ListState(sort="at", descending=True, page=page)
    return fetch_page(session, rows, state, orders={"at": EvaluationRow.id}, tie=EvaluationRow.id)


def last_evaluation(session: Session, *, lock: bool = False) -> EvaluationRow | None:
    """Return the newest dated figures; with `lock`, writers take turns until they commit."""
    if lock:
        lock_rows(session, CatalogueState, session.scalars(sa.select(CatalogueState.id)))
    return session.scalar(sa.select(EvaluationRow).order_by(EvaluationRow.id.desc()).limit(1))


def count_verdicts(session: Session) -> dict[tuple[Verdict, bool], int]:
    """Return how many judgements there are by verdict, and whether they were given blind."""
    counted = sa.select(Judgement.verdict, Judgement.blind, sa.func.count()).group_by(
        Judgement.verdict, Judgement.blind
    )
    return {(verdict, blind): count for verdict, blind, count in session.execute(counted)}
