"""What one euro is in kronor, month by month, with where the rate is from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, MayBeDemo, Sensitivity, Timestamps, Versioned, internal, table
from models.exact import Exact


class EuroRate(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """Kronor for one euro in a month; what has been reckoned by it keeps it, though it is corrected later."""

    __tablename__ = "euro_rate"
    __table_args__ = table(Sensitivity.INTERNAL, sa.CheckConstraint("rate > 0", name="some_rate"))

    # The first day of the month.
    month: Mapped[date] = internal(unique=True)
    rate: Mapped[Decimal] = internal(Exact(6))
    source: Mapped[str] = internal(sa.String(200))


def month_of(day: date) -> date:
    """Return the first day of the month that a day lies in."""
    return day.replace(day=1)
