"""Rows that nothing may find while they lie in the bin: they are taken out of their tables, and kept as data."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, MayBeDemo, Sensitivity, Versioned, confidential, internal, relation, table

if TYPE_CHECKING:
    from models.accounts import User


class ThrownKind(enum.StrEnum):
    """What was taken out."""

    USE = "use"
    DECLARATION = "declaration"


class ThrownRows(Base, Identified, Versioned, MayBeDemo):
    """One thing that was taken out of its table, with the rows that go with it, by table and number.

    `of_id` is the number of the record that it was of: a use's match, a declaration's company. A row stands here only
    while the thing is away, and `taken_back_at` says since when.
    """

    __tablename__ = "thrown_rows"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    kind: Mapped[ThrownKind] = internal(index=True)
    # No foreign key: the record may become one with another, or go with demo data.
    of_id: Mapped[int] = internal()
    rows: Mapped[dict[str, Any]] = confidential(sa.JSON)
    by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    taken_back_at: Mapped[datetime] = internal(index=True)

    by: Mapped[User | None] = relation()
