"""Which companies count toward the number of SMF that have used an infrastructure, by the programme's own rules."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from sqlalchemy.orm import Session

from app.programmes.counting import count_uses
from models.programmes import CountingRule, Programme


def counted_company_ids(session: Session, programme: Programme | None, *, today: date) -> AbstractSet[int]:
    """Return the companies that count as SMF that have used an infrastructure; none without such an indicator."""
    if programme is None:
        return frozenset()
    if not any(entry.rule is CountingRule.SMF_USED for entry in programme.indicators):
        return frozenset()
    counted = count_uses(session, programme, until=today)[CountingRule.SMF_USED]
    return frozenset(each.counted_id for each in counted)
