"""What people have said of pairs, kept so that the ranking can learn from it."""

from __future__ import annotations

import enum
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    Sensitivity,
    internal,
    table,
)
from models.clock import now
from models.matches import CloseReason, Stage


class Verdict(enum.StrEnum):
    """What a person said of a pair by what they did with it."""

    SHORTLIST = "shortlist"
    DISMISS = "dismiss"
    INTRODUCE = "introduce"
    USE = "use"


# What a match's coming to a stage says of its pair.
VERDICT_STAGES = {Verdict.SHORTLIST: Stage.SHORTLISTED, Verdict.INTRODUCE: Stage.INTRODUCED, Verdict.USE: Stage.USED}


class Judgement(Base, Identified):
    """A person's verdict on a pair, kept so that the ranking can learn from it; `score` is what they were shown."""

    __tablename__ = "judgement"
    __table_args__ = table(Sensitivity.INTERNAL)

    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"), index=True)
    capability_id: Mapped[int] = internal(sa.ForeignKey("capability.id"), index=True)
    user_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    verdict: Mapped[Verdict] = internal()
    reason: Mapped[CloseReason | None] = internal()
    score: Mapped[float | None] = internal()
    # Given in blind mode, where the pair was chosen for judging and its score was computed but not shown.
    blind: Mapped[bool] = internal(default=False, server_default=sa.false())
    at: Mapped[datetime] = internal(default=now)
