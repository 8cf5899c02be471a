"""What staff change of what outsiders read: a draft until they publish it, then kept with what stood before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Versioned, confidential, internal, relation, table
from models.clock import now

if TYPE_CHECKING:
    from models.accounts import User
    from models.infrastructures import Capability, Infrastructure

_DRAFT = "published_at IS NULL"
_OF_FACTS = f"{_DRAFT} AND capability_id IS NULL"


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


class ProfileChange(Base, Identified, Versioned):
    """A change of a unit's own facts, or of one of its capabilities; a draft while `published_at` is None.

    `before` and `after` hold, by the fields' names, what the change took away and put there. `asked_back` is what the
    office says of a published change that it asks to have changed back.
    """

    __tablename__ = "profile_change"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL,
        # One draft of a thing: two editors write the same one, or are told of each other.
        sa.Index("uq_profile_change_draft_of_facts", "infrastructure_id", unique=True, **_where(_OF_FACTS)),
        sa.Index("uq_profile_change_draft_of_capability", "capability_id", unique=True, **_where(_DRAFT)),
    )

    infrastructure_id: Mapped[int] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    capability_id: Mapped[int | None] = internal(sa.ForeignKey("capability.id"), index=True)
    before: Mapped[dict[str, Any]] = confidential(sa.JSON)
    after: Mapped[dict[str, Any]] = confidential(sa.JSON)
    by_id: Mapped[int] = internal(sa.ForeignKey("user_account.id"))
    at: Mapped[datetime] = internal(default=now)
    published_at: Mapped[datetime | None] = internal()
    published_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    asked_back: Mapped[str | None] = confidential(sa.Text)
    asked_back_at: Mapped[datetime | None] = internal()

    infrastructure: Mapped[Infrastructure] = relation()
    capability: Mapped[Capability | None] = relation()
    by: Mapped[User] = relation(foreign_keys="ProfileChange.by_id")
