"""How many hours a unit can be used in a year: a fact of each year by itself, with what it rests on and who said it."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.accounts import User
from models.base import Base, Identified, Sensitivity, Timestamps, Versioned, internal, relation, table


class YearCapacity(Base, Identified, Timestamps, Versioned):
    """The hours that a unit can be used in a year, by anybody; what companies use is a share of them.

    `hours` is None where somebody has said that they are not known after all. `set_by` is None for what was taken over
    from the time when one figure stood for all years.
    """

    __tablename__ = "year_capacity"
    __table_args__ = table(
        Sensitivity.INTERNAL, sa.UniqueConstraint("infrastructure_id", "year", name="uq_year_capacity_year")
    )

    infrastructure_id: Mapped[int] = internal(sa.ForeignKey("infrastructure.id"))
    year: Mapped[int] = internal()
    hours: Mapped[int | None] = internal()
    # What the hours rest on: a booking system, a decision, opening hours.
    source: Mapped[str | None] = internal(sa.String(300))
    # Why the hours of a year that is over were set or changed.
    reason: Mapped[str | None] = internal(sa.String(300))
    set_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))

    set_by: Mapped[User | None] = relation()
