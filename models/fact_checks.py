"""What a unit is asked by letter from time to time: whether its facts are still right."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, Versioned, confidential, internal, relation, table
from models.vocabulary import Language

if TYPE_CHECKING:
    from models.infrastructures import Infrastructure


class FactAnswer(enum.StrEnum):
    """What a unit can say of its facts."""

    RIGHT = "right"
    CHANGE = "change"


class FactCheck(Base, Identified, Versioned):
    """One letter's link and what was answered by it; only the SHA-256 of the link's token is kept.

    `answer` is None until somebody has answered; `said` is what should change, in the unit's own words.
    """

    __tablename__ = "fact_check"
    __table_args__ = table(Sensitivity.CONFIDENTIAL)

    infrastructure_id: Mapped[int] = internal(sa.ForeignKey("infrastructure.id"), index=True)
    language: Mapped[Language] = internal()
    token_hash: Mapped[str] = confidential(sa.String(64), unique=True)
    asked_on: Mapped[date] = internal()
    expires_at: Mapped[datetime] = internal()
    answer: Mapped[FactAnswer | None] = internal()
    said: Mapped[str | None] = confidential(sa.Text)
    answered_at: Mapped[datetime | None] = internal()

    infrastructure: Mapped[Infrastructure] = relation()

    @property
    def shown_version(self) -> int:
        """Return a number that grows with every change of what the link's page shows: the facts and the answer."""
        return self.infrastructure.facts_version + self.version
