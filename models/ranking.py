"""How good the ranking is, and has been: sets of weights, dated figures, and pairs somebody would not judge."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import Base, Identified, Sensitivity, confidential, internal, relation, table
from models.clock import now

if TYPE_CHECKING:
    from models.accounts import User


class RankingOrigin(enum.StrEnum):
    """Where a set of weights comes from."""

    SHIPPED = "shipped"
    RETRAINED = "retrained"


class Change(enum.StrEnum):
    """What differs between one dated figure and the one before it."""

    START = "start"
    WEIGHTS = "weights"
    VOCABULARY = "vocabulary"
    MODEL = "model"


class RankingParameters(Base, Identified):
    """A set of weights, calibration and cut-offs, and what it reached on needs it was not learned on.

    `parameters` has the form of matching/data/parameters.json, and is empty while judgements are still being
    measured. `engine_version` names the judged table, and so the signals, that it was learned on: it fits no other.
    `learned_way` is "with_encoder" or "without_encoder". `material` holds the measured signal values of judged pairs
    and the ids of needs still to be measured. `active_since` and `active_until` frame the last time it was in use,
    and `replaced_id` names the set it then took over from, to which it can be undone.
    """

    __tablename__ = "ranking_parameters"
    __table_args__ = table(Sensitivity.INTERNAL)

    origin: Mapped[RankingOrigin] = internal()
    engine_version: Mapped[str] = internal(sa.String(40))
    learned_way: Mapped[str] = internal(sa.String(20))
    parameters: Mapped[dict[str, Any]] = internal(default=dict)
    judgements: Mapped[int] = internal(default=0)
    figures: Mapped[dict[str, Any]] = internal(default=dict)
    material: Mapped[dict[str, Any]] = confidential(default=dict)
    created_at: Mapped[datetime] = internal(default=now)
    created_by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    active_since: Mapped[datetime | None] = internal()
    active_until: Mapped[datetime | None] = internal()
    replaced_id: Mapped[int | None] = internal(sa.ForeignKey("ranking_parameters.id"))

    created_by: Mapped[User | None] = relation()

    @property
    def is_active(self) -> bool:
        """Tell whether this is the set in use."""
        return self.active_since is not None and self.active_until is None

    @property
    def is_ready(self) -> bool:
        """Tell whether all judgements have been measured and the weights learned."""
        return bool(self.parameters)


class EvaluationRow(Base, Identified):
    """What the ranking reached on a day, and what had changed: weights, vocabulary or model; never edited."""

    __tablename__ = "ranking_evaluation"
    __table_args__ = table(Sensitivity.INTERNAL)

    at: Mapped[datetime] = internal(default=now, index=True)
    by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    changes: Mapped[list[str]] = internal()
    parameters_id: Mapped[int] = internal(sa.ForeignKey("ranking_parameters.id"))
    weights: Mapped[str] = internal(sa.String(40))
    vocabulary: Mapped[str] = internal(sa.String(40))
    encoder: Mapped[str] = internal(sa.String(120))
    figures: Mapped[dict[str, Any]] = internal()

    by: Mapped[User | None] = relation()
    parameters: Mapped[RankingParameters] = relation()


class SkippedPair(Base, Identified):
    """A pair that somebody chose not to judge, so that it is not put before them again."""

    __tablename__ = "skipped_pair"
    __table_args__ = table(
        Sensitivity.INTERNAL, sa.UniqueConstraint("user_id", "need_id", "capability_id", name="uq_skipped_pair")
    )

    user_id: Mapped[int] = internal(sa.ForeignKey("user_account.id"))
    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"), index=True)
    capability_id: Mapped[int] = internal(sa.ForeignKey("capability.id"), index=True)
    at: Mapped[datetime] = internal(default=now)
