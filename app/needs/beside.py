"""What stands beside a need on its page: whether its reader watches it, what came of that, and its division."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.needs.division import divided_at
from models.accounts import User
from models.needs import Need
from models.watches import NeedWatch, Notice


@dataclass(frozen=True, slots=True)
class Beside:
    """`divided_at` is the need whose division can be undone; `notices` are the reader's own, the newest first."""

    is_watched: bool
    notices: Sequence[Notice]
    divided_at: int | None


def find_beside(session: Session, actor: User, need: Need) -> Beside:
    """Return what stands beside a need that the actor may see, in one statement."""
    own = sa.and_(NeedWatch.need_id == Need.id, NeedWatch.user_id == actor.id)
    told = sa.and_(Notice.need_id == NeedWatch.need_id, Notice.user_id == NeedWatch.user_id)
    goes_on = sa.and_(NeedWatch.id.is_not(None), NeedWatch.ended_at.is_(None))
    rows = session.execute(
        sa.select(goes_on, divided_at(need), Notice)
        .select_from(Need)
        .outerjoin(NeedWatch, own)
        .outerjoin(Notice, told)
        .where(Need.id == need.id)
        .options(joinedload(Notice.infrastructure))
        .order_by(Notice.at.desc(), Notice.id.desc())
    ).all()
    # Where there is nothing to be told, there is a row without a notice.
    told_of: list[Notice | None] = [row[2] for row in rows]
    is_watched, divided = (rows[0][0], rows[0][1]) if rows else (False, None)
    return Beside(bool(is_watched), [notice for notice in told_of if notice is not None], divided)
