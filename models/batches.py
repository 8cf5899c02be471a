"""What was done with several records at once, kept so that it can be undone at once."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Versioned, confidential, internal, table
from models.clock import now
from models.saved_views import ListKind


class BatchAct(enum.StrEnum):
    """What can be done with the chosen rows of a list."""

    ASSIGN = "assign"
    NEXT_STEP = "next_step"
    PUT_ON = "put_on"
    TAKE_OFF = "take_off"


class Batch(Base, Identified, Versioned):
    """One act on several rows of a list, and how the columns that it wrote stood before and after, by the row's number.

    Of a tag that was put on or taken off nothing but its number and when each record was made is kept. Numbers are
    given again to other rows, so a row is the one that it was only with the same `created_at`.
    """

    __tablename__ = "batch"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    list_kind: Mapped[ListKind] = internal()
    act: Mapped[BatchAct] = internal()
    # No foreign key: the tag may go with demo data.
    tag_id: Mapped[int | None] = internal()
    before: Mapped[dict[str, Any]] = confidential(sa.JSON)
    after: Mapped[dict[str, Any]] = confidential(sa.JSON)
    at: Mapped[datetime] = internal(default=now, index=True)
    undone_at: Mapped[datetime | None] = internal()
