"""The fourteen things that must be in place before an infrastructure opens to companies."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    Timestamps,
    Versioned,
    internal,
    personal,
    relation,
    table,
)
from models.clock import now

if TYPE_CHECKING:
    from models.accounts import User
    from models.infrastructures import Infrastructure


class ReadinessItem(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """One of the fourteen things that must be in place before an infrastructure opens to companies.

    `level` is 0 (not started) to 4 (tested with a company and reviewed within a year), or None for not applicable,
    which needs a reason.
    """

    __tablename__ = "readiness_item"
    __table_args__ = table(
        Sensitivity.INTERNAL,
        sa.UniqueConstraint("infrastructure_id", "number", name="uq_readiness_item_number"),
        sa.CheckConstraint("number BETWEEN 1 AND 14", name="number"),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name="level"),
    )

    infrastructure_id: Mapped[int] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    number: Mapped[int] = internal()
    level: Mapped[int | None] = internal()
    reason: Mapped[str | None] = internal(sa.String(500))
    evidence: Mapped[str | None] = internal(sa.String(500))
    responsible: Mapped[str | None] = personal(sa.String(200))
    due_on: Mapped[date | None] = internal()
    reviewed_on: Mapped[date | None] = internal()
    judged_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    checked_on: Mapped[date | None] = internal()
    checked_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))

    infrastructure: Mapped[Infrastructure] = relation(back_populates="readiness")
    judged_by: Mapped[User | None] = relation(foreign_keys="ReadinessItem.judged_by_id")
    checked_by: Mapped[User | None] = relation(foreign_keys="ReadinessItem.checked_by_id")


class ReadinessComment(Base, Identified):
    """What somebody has written about an item of a unit's ladder; it stays, whatever becomes of the item's level."""

    __tablename__ = "readiness_comment"
    __table_args__ = table(
        Sensitivity.INTERNAL,
        sa.CheckConstraint("number BETWEEN 1 AND 14", name="number"),
    )

    infrastructure_id: Mapped[int] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    number: Mapped[int] = internal()
    text: Mapped[str] = internal(sa.Text)
    by_id: Mapped[int] = internal(sa.ForeignKey("user_account.id"))
    at: Mapped[datetime] = internal(default=now)

    by: Mapped[User] = relation()
