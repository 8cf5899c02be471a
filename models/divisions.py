"""Divisions: a need whose text held two became two records, and how the first stood before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, confidential, internal, table
from models.clock import now


class NeedDivision(Base, Identified):
    """The way back from the last division of a need; gone once it has been used.

    `before` holds the texts of the need as they stood; `after` is a digest of how both records stood when it was done,
    so that nothing is undone that somebody has built on.
    """

    __tablename__ = "need_division"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"), unique=True)
    second_id: Mapped[int] = internal(sa.ForeignKey("need.id"), unique=True)
    before: Mapped[dict[str, Any]] = confidential(sa.JSON)
    after: Mapped[str] = internal(sa.String(64))
    at: Mapped[datetime] = internal(default=now)
