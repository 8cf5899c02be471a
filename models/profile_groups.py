"""The groups of fields that a unit's profile is made of, and on which day a unit last stood behind one of them."""

from __future__ import annotations

import enum
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, internal, table


class ProfileGroup(enum.StrEnum):
    """Fields that are kept right together."""

    ABOUT = "about"
    ACCESS = "access"
    TEXTS = "texts"
    TERMS = "terms"
    QUALITY = "quality"


class GroupConfirmation(Base, Identified):
    """The day on which a unit's staff published a form that shows the whole of a group."""

    __tablename__ = "group_confirmation"
    __table_args__ = table(
        Sensitivity.INTERNAL,
        sa.UniqueConstraint("infrastructure_id", "part", name="uq_group_confirmation_part"),
    )

    infrastructure_id: Mapped[int] = internal(sa.ForeignKey("infrastructure.id"))
    part: Mapped[ProfileGroup] = internal()
    confirmed_on: Mapped[date] = internal()
    by_id: Mapped[int] = internal(sa.ForeignKey("user_account.id"))
