"""Which declaration of earlier aid stands: a company's latest replaces those before it, which are kept with an end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.aid import AidGrant, AidStepTaken
from models.aid_rules import AidStep


def declarations_of(companies: Collection[int]) -> sa.Subquery:
    """Return the declarations of companies: `grant_id`, and the day from which the company's next one replaced it.

    `declared_until` is empty for the one that stands. Of two on one day the one that was written down last comes later.
    It is read and not kept: a declaration that is taken back has replaced nothing.
    """
    in_order = (AidStepTaken.done_on, AidStepTaken.updated_at, AidStepTaken.id)
    until = sa.func.lead(AidStepTaken.done_on, type_=sa.Date()).over(
        partition_by=AidGrant.company_id, order_by=in_order
    )
    return (
        sa.select(AidStepTaken.grant_id, until.label("declared_until"))
        .join(AidGrant, AidGrant.id == AidStepTaken.grant_id)
        .where(
            AidGrant.company_id.in_(companies),
            AidGrant.taken_back_at.is_(None),
            AidStepTaken.step == AidStep.DECLARED,
            AidStepTaken.taken_back_at.is_(None),
        )
        .subquery()
    )


def find_declared_until(session: Session, grant: AidGrant) -> date | None:
    """Return the day on which a later declaration of its company replaced a support's; None while it stands."""
    declared = declarations_of([grant.company_id])
    return session.scalar(sa.select(declared.c.declared_until).where(declared.c.grant_id == grant.id))
