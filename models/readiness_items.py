"""The fourteen things that must be in place before an infrastructure opens to companies."""

from __future__ import annotations

from datetime import date
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

if TYPE_CHECKING:
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

    infrastructure: Mapped[Infrastructure] = relation(back_populates="readiness")
