"""Views of lists that somebody saved under a name, and what each person chose for a list: columns and a first view."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Timestamps, Versioned, confidential, internal, relation, table

if TYPE_CHECKING:
    from models.accounts import User


class ListKind(enum.StrEnum):
    """A list that can be seen in one's own way; the value is the room that the list lies in."""

    COMPANIES = "companies"
    NEEDS = "needs"
    MATCHES = "matches"
    INFRASTRUCTURES = "infrastructures"


class SavedView(Base, Identified, Timestamps, Versioned):
    """A list's filter, order and columns under a name, for its owner alone or for the whole office.

    `address` is what stands after the question mark in the list's address. It may hold what was searched for, which
    may be a name. One that was removed is kept with `taken_back_at`, so that it can be put back as it was.
    """

    __tablename__ = "saved_view"
    __table_args__ = table(Sensitivity.INTERNAL)

    list_kind: Mapped[ListKind] = internal(index=True)
    owner_id: Mapped[int] = internal(sa.ForeignKey("user_account.id"), index=True)
    name: Mapped[str] = confidential(sa.String(60))
    address: Mapped[str] = confidential(sa.String(1000))
    is_shared: Mapped[bool] = internal(default=False)
    taken_back_at: Mapped[datetime | None] = internal()

    owner: Mapped[User] = relation()


class ListChoice(Base, Identified):
    """What one person chose for one list: the columns shown, None for all, and the view it opens with."""

    __tablename__ = "list_choice"
    __table_args__ = table(Sensitivity.INTERNAL, sa.UniqueConstraint("user_id", "list_kind"))

    user_id: Mapped[int] = internal(sa.ForeignKey("user_account.id"))
    list_kind: Mapped[ListKind] = internal()
    columns: Mapped[list[str] | None] = internal(sa.JSON(none_as_null=True))
    first_view_id: Mapped[int | None] = internal(sa.ForeignKey("saved_view.id"))
