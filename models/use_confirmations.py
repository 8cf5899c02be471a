"""What the two parties of a use say of it, each through the link in its own letter."""

from __future__ import annotations

import enum
import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    Sensitivity,
    Versioned,
    confidential,
    internal,
    personal,
    relation,
    table,
)
from models.clock import now
from models.vocabulary import Language
from models.waiting import WaitingFor

if TYPE_CHECKING:
    from models.uses import Use


class ConfirmationAnswer(enum.StrEnum):
    """What a party can say of a use."""

    RIGHT = "right"
    WRONG = "wrong"


class UseConfirmation(Base, Identified, Versioned):
    """One party's link and what it has said of a use; only the SHA-256 of the link's token is kept.

    `what` stands for what was asked: a use that has been changed since is not what was confirmed, and its link is over.
    """

    __tablename__ = "use_confirmation"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL, sa.UniqueConstraint("use_id", "party", name="uq_use_confirmation_of_party")
    )

    use_id: Mapped[int] = internal(sa.ForeignKey("use.id", ondelete="CASCADE"), index=True)
    party: Mapped[WaitingFor] = internal()
    language: Mapped[Language] = internal()
    token_hash: Mapped[str] = confidential(sa.String(64), unique=True)
    what: Mapped[str] = internal(sa.String(64))
    asked_at: Mapped[datetime] = internal(default=now)
    asked_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    expires_at: Mapped[datetime] = internal()
    answer: Mapped[ConfirmationAnswer | None] = internal()
    name: Mapped[str | None] = personal(sa.String(200))
    said: Mapped[str | None] = confidential(sa.Text)
    answered_at: Mapped[datetime | None] = internal()

    use: Mapped[Use] = relation()

    def is_about(self, use: Use) -> bool:
        """Tell whether a use is as it was when the party was asked."""
        return self.what == what_is_confirmed(use)

    def confirms(self, use: Use) -> bool:
        """Tell whether the party has said that the use, as it is, is right."""
        return self.answer is ConfirmationAnswer.RIGHT and self.is_about(use)

    def denies(self, use: Use) -> bool:
        """Tell whether the party has said that the use, as it is, is wrong."""
        return self.answer is ConfirmationAnswer.WRONG and self.is_about(use)


def what_is_confirmed(use: Use) -> str:
    """Return what stands for what both parties are asked about: match, days, hours, and if it was joint research."""
    hours = None if use.hours is None else f"{use.hours:.2f}"
    ended = use.completed_on.isoformat() if use.completed_on else None
    # Of a bought service as before joint research was asked about, so that what was confirmed then stands.
    joint = ["joint research"] if use.joint_rd else []
    said = json.dumps([use.match_id, use.started_on.isoformat(), ended, hours, *joint])
    return hashlib.sha256(said.encode()).hexdigest()
