"""The ways back from what was done last with a match or a unit, and from a need by phone: how the rows stood before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, confidential, internal, table
from models.clock import now


class WayBack(Base, Identified):
    """How a match's rows stood before the last thing done with it; gone once it has been used.

    `before` holds the rows of each table by their number; `after` is a digest of how they stood when it was done, so
    that nothing is undone that somebody has built on.
    """

    __tablename__ = "way_back"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    match_id: Mapped[int] = internal(sa.ForeignKey("match.id"), unique=True)
    before: Mapped[dict[str, Any]] = confidential(sa.JSON)
    after: Mapped[str] = internal(sa.String(64))
    at: Mapped[datetime] = internal(default=now)


class InfrastructureWayBack(Base, Identified):
    """How a unit's ladder and its confirmation stood before the last thing done with them; see `WayBack`."""

    __tablename__ = "infrastructure_way_back"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    infrastructure_id: Mapped[int] = internal(sa.ForeignKey("infrastructure.id"), unique=True)
    before: Mapped[dict[str, Any]] = confidential(sa.JSON)
    after: Mapped[str] = internal(sa.String(64))
    at: Mapped[datetime] = internal(default=now)


class CallWayBack(Base, Identified):
    """How rows stood before a need was recorded by phone; gone once it has been used. See `WayBack`.

    `numbers` names by table the rows that were made or changed: the need, and perhaps a company, a person and a role.
    """

    __tablename__ = "call_way_back"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"), unique=True)
    numbers: Mapped[dict[str, int]] = internal(sa.JSON)
    before: Mapped[dict[str, Any]] = confidential(sa.JSON)
    after: Mapped[str] = internal(sa.String(64))
    at: Mapped[datetime] = internal(default=now)
