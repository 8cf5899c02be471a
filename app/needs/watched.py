"""Which needs somebody watches, as a condition of lists."""

from __future__ import annotations

import sqlalchemy as sa

from models.accounts import User
from models.needs import Need
from models.watches import NeedWatch


def is_watched_by(actor: User) -> sa.ColumnElement[bool]:
    """Return the condition that the actor watches a need."""
    goes_on = sa.and_(NeedWatch.user_id == actor.id, NeedWatch.ended_at.is_(None))
    return Need.id.in_(sa.select(NeedWatch.need_id).where(goes_on))
