"""Which declaration of earlier aid stands: a company's latest replaces those before it, which are kept with an end."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.aid import AidGrant, AidStepTaken
from models.aid_rules import AidStep
from models.doubles import Merge

Went = Mapping[int, tuple[int, datetime]]


def declared_until(session: Session, companies: Collection[int]) -> dict[int, date | None]:
    """Return the supports in which companies have declared, and the day on which the next declaration replaced each.

    None is the end of one that stands. Of two on one day the one that was written down last comes later. Where two
    companies have become one, what either declared before is replaced by what the one declares after that. It is read
    and not kept: a declaration that is taken back has replaced nothing.
    """
    rows = session.execute(
        sa.select(
            AidStepTaken.grant_id,
            AidStepTaken.done_on,
            AidStepTaken.updated_at,
            AidGrant.company_id,
            sa.func.coalesce(AidStepTaken.declarer_id, AidGrant.company_id).label("declarer_id"),
        )
        .join(AidGrant, AidGrant.id == AidStepTaken.grant_id)
        .where(
            AidGrant.company_id.in_(companies),
            AidGrant.taken_back_at.is_(None),
            AidStepTaken.step == AidStep.DECLARED,
            AidStepTaken.taken_back_at.is_(None),
        )
        .order_by(AidStepTaken.done_on, AidStepTaken.updated_at, AidStepTaken.id)
    ).all()
    went = _went(session) if any(row.declarer_id != row.company_id for row in rows) else {}
    return {
        row.grant_id: next(
            (
                later.done_on
                for later in rows[place:]
                if later.company_id == row.company_id and _became(row.declarer_id, later, went)
            ),
            None,
        )
        for place, row in enumerate(rows, start=1)
    }


def _went(session: Session) -> Went:
    merges = sa.select(Merge.gone_id, Merge.company_id, Merge.at).where(Merge.company_id.is_not(None))
    return {gone: (into, at) for gone, into, at in session.execute(merges.order_by(Merge.id)) if into is not None}


def _became(declarer_id: int, later: Any, went: Went) -> bool:
    """Tell whether a company was, when a later declaration was written down, the one that made that."""
    seen = {declarer_id}
    while declarer_id != later.declarer_id and declarer_id in went and went[declarer_id][1] <= later.updated_at:
        declarer_id = went[declarer_id][0]
        if declarer_id in seen:
            break
        seen.add(declarer_id)
    return bool(declarer_id == later.declarer_id)


def find_declared_until(session: Session, grant: AidGrant) -> date | None:
    """Return the day on which a later declaration of its company replaced a support's; None while it stands."""
    return declared_until(session, [grant.company_id]).get(grant.id)
