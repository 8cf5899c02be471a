"""What has been granted, in sums by programme and year; for those who may know no company by its aid, folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.aid.queries import counted
from app.folding import fold
from app.limits import FOLDED_UNDER
from models.accounts import User
from models.aid import AidGrant, AidStepTaken
from models.aid_rules import AidStep
from models.clock import quarter_of, start_of, today
from models.programmes import Programme


@dataclass(frozen=True, slots=True)
class AidSum:
    """What was granted in a year by a programme: to how many companies, and euro in all; None for what is folded."""

    programme: Programme | None
    year: int | None
    companies: int
    euro: Decimal


def sum_aid(session: Session, actor: User) -> Sequence[AidSum]:
    """Return the sums, the latest year first; the office's as they are, others' with groups under three put together.

    What is put together is told only where it concerns three companies or more; a group more goes with it until so.
    Others are told whole thousands, of what was granted and written down by the end of the last quarter: they cannot
    read one grant from the sums before and after it.
    """
    standing = [counted()]
    if not actor.role.is_office:
        standing += [AidGrant.granted_on < quarter_of(today()), _written_before(quarter_of(today()))]
    found = session.execute(
        sa.select(Programme, AidGrant.granted_on, AidGrant.company_id, AidGrant.aid_eur)
        .join(Programme, Programme.id == AidGrant.programme_id)
        .where(*standing)
    )
    euro: dict[tuple[int, int], Decimal] = defaultdict(Decimal)
    companies: dict[tuple[int, int], set[int]] = defaultdict(set)
    programmes: dict[int, Programme] = {}
    for programme, on, company_id, amount in found:
        if on is None or amount is None:
            continue
        key = (-on.year, programme.id)
        programmes[programme.id] = programme
        euro[key] += amount
        companies[key].add(company_id)
    keys = sorted(euro)

    def together_of(some: Sequence[tuple[int, int]]) -> int:
        return len(set().union(*(companies[key] for key in some)))

    told, small = (keys, []) if actor.role.is_office else fold(keys, together_of)
    sums = [AidSum(programmes[key[1]], -key[0], len(companies[key]), euro[key]) for key in told]
    if together_of(small) >= FOLDED_UNDER:
        sums.append(AidSum(None, None, together_of(small), sum((euro[key] for key in small), Decimal(0))))
    return sums if actor.role.is_office else [replace(each, euro=round(each.euro, -3)) for each in sums]


def _written_before(day: date) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        AidStepTaken.grant_id == AidGrant.id,
        AidStepTaken.step == AidStep.APPROVED,
        AidStepTaken.updated_at < start_of(day),
    )
