"""A second pair of eyes on an item of a ladder: who may review it, and what that writes."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.accounts import User
from models.base import require_version
from models.readiness_items import ReadinessItem


def may_review(actor: User, item: ReadinessItem) -> bool:
    """Tell whether somebody who may change the unit may review what is said of an item: whoever judged it may not.

    An item that is not started holds nothing to review.
    """
    return item.level != 0 and item.judged_by_id != actor.id


def review(session: Session, *, actor: User, item: ReadinessItem, version: int | None, on: date) -> bool:
    """Note that the actor has looked at what is said of an item; False where they may not.

    Raises StaleRecordError when the item was changed since it was shown. The unit's row must be held.
    """
    require_version(item, version)
    if not may_review(actor, item):
        return False
    item.checked_on, item.checked_by_id = on, actor.id
    session.flush()
    return True
