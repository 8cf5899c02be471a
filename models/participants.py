"""Who came to an event: from which organisation and as what, never by name."""

from __future__ import annotations

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
    confidential,
    internal,
    relation,
    table,
)

if TYPE_CHECKING:
    from models.infrastructures import Infrastructure
    from models.organisations import Company, HostOrganisation


class Participant(Base, Identified, Timestamps, Versioned, MayBeDemo):
    """Somebody who came to an event, or has signed up for it; kept until the day that the event says.

    `organisation` and `role` are what was written. That it is a company, a unit or a host on record somebody has
    confirmed: at most one of the three is set, and never by a likeness alone.
    """

    __tablename__ = "participant"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    achievement_id: Mapped[int] = internal(sa.ForeignKey("achievement.id"), index=True)
    organisation: Mapped[str] = confidential(sa.Text)
    role: Mapped[str | None] = confidential(sa.Text)
    company_id: Mapped[int | None] = internal(sa.ForeignKey("company.id"), index=True)
    infrastructure_id: Mapped[int | None] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    host_id: Mapped[int | None] = internal(sa.ForeignKey("host_organisation.id"), index=True)

    company: Mapped[Company | None] = relation()
    infrastructure: Mapped[Infrastructure | None] = relation()
    host: Mapped[HostOrganisation | None] = relation()
