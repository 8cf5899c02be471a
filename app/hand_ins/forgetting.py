"""Forgets what nobody confirmed, what was withdrawn before anything came of it, and what was declined long ago."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.hand_ins.limits import CONFIRM_LIFE, DECLINED_LIFE, RESTORE_LIFE
from models.clock import now
from models.hand_ins import HandIn, HandInLink, HandInState
from models.outbox import OutboxMessage


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many needs were forgotten that nobody confirmed, that were withdrawn, and that were declined long ago."""

    unconfirmed: int
    withdrawn: int
    declined: int


def forget_hand_ins(session: Session) -> Forgotten:
    """Remove what was handed in and is nobody's any longer, with its letters; may run as often as one likes.

    A need that became one of the office's stays on record there, withdrawn, and what was handed in with it.
    """
    unconfirmed = sa.and_(HandIn.state == HandInState.UNCONFIRMED, HandIn.created_at < now() - CONFIRM_LIFE)
    is_over = sa.and_(HandIn.state == HandInState.WITHDRAWN, HandIn.withdrawn_at < now() - RESTORE_LIFE)
    withdrawn = sa.and_(is_over, HandIn.need_id.is_(None))
    declined = sa.and_(HandIn.state == HandInState.DECLINED, HandIn.decided_at < now() - DECLINED_LIFE)
    return Forgotten(*(_forget(session, which) for which in (unconfirmed, withdrawn, declined)))


def _forget(session: Session, which: sa.ColumnElement[bool]) -> int:
    chosen = sa.select(HandIn).where(which).options(selectinload(HandIn.questions))
    going = session.scalars(chosen.execution_options(populate_existing=True)).all()
    ids = [each.id for each in going]
    session.execute(sa.delete(HandInLink).where(HandInLink.hand_in_id.in_(ids)))
    session.execute(sa.update(HandIn).where(HandIn.part_of_id.in_(ids)).values(part_of_id=None))
    for letter in session.scalars(sa.select(OutboxMessage).where(OutboxMessage.hand_in_id.in_(ids))):
        session.delete(letter)
    session.flush()
    for each in going:
        session.delete(each)
    session.flush()
    return len(going)
