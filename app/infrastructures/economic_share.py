"""How much of what a unit can be used in a year companies have used: the share that the rules on state aid watch.

Joint research is no economic activity, so where it is shown its hours are left out; hours belong to the year in which
the use began, and are held against that year's own capacity and no other's.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from models.capacities import YearCapacity
from models.infrastructures import Capability
from models.matches import Match
from models.uses import Use

# The research framework lets economic use be up to a fifth of the yearly capacity; at 15 % it is time to look ahead.
WARN_SHARE: Final = Decimal("0.15")
MOST_SHARE: Final = Decimal("0.20")


class ShareState(enum.StrEnum):
    """How a share stands against its bounds; without its year's capacity nobody knows."""

    UNKNOWN = "unknown"
    FINE = "fine"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class EconomicShare:
    """The hours that companies have used of a unit in a year, and its capacity that year in hours where that is known.

    Uses without hours are in no share; `without_hours` tells how many there are.
    """

    year: int
    hours: Decimal
    capacity: int | None
    without_hours: int = 0

    @property
    def share(self) -> Decimal | None:
        """Return the share, 0.2 for a fifth; None without a capacity."""
        return self.hours / self.capacity if self.capacity else None

    @property
    def state(self) -> ShareState:
        """Return how the share stands."""
        if self.share is None:
            return ShareState.UNKNOWN
        if self.share >= MOST_SHARE:
            return ShareState.OVER
        return ShareState.NEAR if self.share >= WARN_SHARE else ShareState.FINE


def economic_share(
    session: Session, infrastructure_id: int, year: int, *, besides: int | None = None, more: Decimal = Decimal(0)
) -> EconomicShare:
    """Return the share of a unit in a year; without a use, `besides`, and with hours that it would have, `more`."""
    used = _used(session, infrastructure_id, besides=besides, year=year)
    hours, without = used.get(year, (Decimal(0), 0))
    standing = find_capacity(session, infrastructure_id, year)
    return EconomicShare(year, hours + more, standing.hours if standing else None, without)


def list_shares(
    session: Session, infrastructure_id: int, years: Collection[int]
) -> Sequence[tuple[EconomicShare, YearCapacity | None]]:
    """Return the shares of some years, and of every other that has uses or a capacity, the newest first.

    Beside each stands what is set as its capacity, with who has set it.
    """
    used = _used(session, infrastructure_id)
    of_infrastructure = sa.select(YearCapacity).where(YearCapacity.infrastructure_id == infrastructure_id)
    known = {each.year: each for each in session.scalars(of_infrastructure.options(joinedload(YearCapacity.set_by)))}
    found = []
    for year in sorted({*years, *used, *known}, reverse=True):
        hours, without = used.get(year, (Decimal(0), 0))
        standing = known.get(year)
        found.append((EconomicShare(year, hours, standing.hours if standing else None, without), standing))
    return found


def find_capacity(session: Session, infrastructure_id: int, year: int) -> YearCapacity | None:
    """Return what is set as a unit's capacity in a year; that of another year never stands in for it."""
    return session.scalar(
        sa.select(YearCapacity).where(YearCapacity.infrastructure_id == infrastructure_id, YearCapacity.year == year)
    )


def _used(
    session: Session, infrastructure_id: int, *, besides: int | None = None, year: int | None = None
) -> dict[int, tuple[Decimal, int]]:
    """Return by year the hours that companies have used, and how many uses have none."""
    began_in = sa.extract("year", Use.started_on)
    found = session.execute(
        sa.select(began_in, sa.func.coalesce(sa.func.sum(Use.hours), 0), sa.func.count().filter(Use.hours.is_(None)))
        .select_from(Use)
        .join(Match, Match.id == Use.match_id)
        .join(Capability, Capability.id == Match.capability_id)
        .where(
            Capability.infrastructure_id == infrastructure_id,
            Use.started_on.between(date(year, 1, 1), date(year, 12, 31)) if year else sa.true(),
            ~(Use.joint_rd & (sa.func.coalesce(Use.joint_rd_evidence, "") != "")),
            Use.id != besides if besides is not None else sa.true(),
        )
        .group_by(began_in)
    )
    return {int(began): (Decimal(str(hours)), without) for began, hours, without in found}
