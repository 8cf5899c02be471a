"""Requests: a unit asks the consultant to be introduced to a need, of which it knows the public text only."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, internal, relation, table
from models.clock import now

if TYPE_CHECKING:
    from models.accounts import User
    from models.infrastructures import Capability
    from models.needs import Need


class IntroductionRequest(Base, Identified):
    """A capability's unit asks for an introduction to a need; a pair is asked for once."""

    __tablename__ = "introduction_request"
    __table_args__ = table(
        Sensitivity.INTERNAL, sa.UniqueConstraint("need_id", "capability_id", name="uq_introduction_request_pair")
    )

    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"))
    capability_id: Mapped[int] = internal(sa.ForeignKey("capability.id"), index=True)
    asked_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    asked_at: Mapped[datetime] = internal(default=now)

    need: Mapped[Need] = relation()
    capability: Mapped[Capability] = relation()
    asked_by: Mapped[User | None] = relation()
