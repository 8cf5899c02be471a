"""How much of what a unit can be used in a year companies have used: the share that the rules on state aid watch.

Joint research is no economic activity, so where it is shown its hours are left out; hours belong to the year in which
the use began.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.infrastructures import Capability, Infrastructure
from models.matches import Match
from models.uses import Use

# The research framework lets economic use be up to a fifth of the yearly capacity; at 15 % it is time to look ahead.
WARN_SHARE: Final = Decimal("0.15")
MOST_SHARE: Final = Decimal("0.20")


class ShareState(enum.StrEnum):
    """How a share stands against its bounds; without a capacity nobody knows."""

    UNKNOWN = "unknown"
    FINE = "fine"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class EconomicShare:
    """The hours that companies have used of a unit in a year, and its capacity in hours where that is known.

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
    hours = sa.func.coalesce(sa.func.sum(Use.hours), 0)
    without = sa.func.count().filter(Use.hours.is_(None))
    used, unknown = session.execute(
        sa.select(hours, without)
        .select_from(Use)
        .join(Match, Match.id == Use.match_id)
        .join(Capability, Capability.id == Match.capability_id)
        .where(
            Capability.infrastructure_id == infrastructure_id,
            Use.started_on.between(date(year, 1, 1), date(year, 12, 31)),
            ~(Use.joint_rd & (sa.func.coalesce(Use.joint_rd_evidence, "") != "")),
            Use.id != besides if besides is not None else sa.true(),
        )
    ).one()
    of = session.scalar(sa.select(Infrastructure.capacity_hours).where(Infrastructure.id == infrastructure_id))
    return EconomicShare(year, Decimal(str(used)) + more, of, unknown)
