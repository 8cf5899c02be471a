"""Introductions: from when to when a unit may read a company's need, and what it could read when that ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.accounts import user_infrastructure
from models.base import Base, Identified, Sensitivity, SortText, confidential, internal, public, relation, table
from models.clock import now
from models.infrastructures import Capability
from models.matches import Match

if TYPE_CHECKING:
    from models.party_answers import PartyAnswer


class Introduction(Base, Identified):
    """What lets a unit's staff read a need: nothing else does, and least of all how far the match once came.

    It stands while `ended_at` is None. One that has ended shows `shown`, what stood there then, and follows no change
    made afterwards; one that was taken back shows nothing and never stands again.
    """

    __tablename__ = "introduction"
    __table_args__ = table(
        Sensitivity.CONFIDENTIAL,
        # A match has at most one that has not been taken back.
        sa.Index(
            "uq_introduction_of_match",
            "match_id",
            unique=True,
            sqlite_where=sa.text("taken_back_at IS NULL"),
            postgresql_where=sa.text("taken_back_at IS NULL"),
        ),
    )

    match_id: Mapped[int] = internal(sa.ForeignKey("match.id"), index=True)
    started_at: Mapped[datetime] = internal(default=now)
    by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None] = internal()
    taken_back_at: Mapped[datetime | None] = internal()
    # The public title as it was at the end, so that search and order know no newer one.
    title_sort: Mapped[str | None] = public(SortText)
    shown: Mapped[dict[str, Any] | None] = confidential(sa.JSON(none_as_null=True))
    # The times for a first meeting that the letters propose, in UTC as ISO 8601.
    proposed_times: Mapped[list[str]] = internal(default=list)
    # The task that tells the office of the parties' answers, while it is to be done.
    task_id: Mapped[int | None] = internal(sa.ForeignKey("note.id"))

    match: Mapped[Match] = relation(back_populates="introductions")
    answers: Mapped[list[PartyAnswer]] = relation(
        back_populates="introduction", order_by="PartyAnswer.id", cascade="all, delete-orphan"
    )

    @property
    def stands(self) -> bool:
        """Tell whether the unit reads the need as it is today."""
        return self.ended_at is None and self.taken_back_at is None

    @property
    def times(self) -> tuple[datetime, ...]:
        """Return the proposed times."""
        return tuple(datetime.fromisoformat(text) for text in self.proposed_times)

    def propose(self, times: Iterable[datetime]) -> None:
        """Keep the times that the letters propose, in UTC, the first one first."""
        self.proposed_times = [time.isoformat() for time in sorted(times)]

    def end(self, at: datetime, *, title_sort: str, shown: dict[str, Any]) -> None:
        """Let the unit read what stands there now, and nothing written afterwards."""
        self.ended_at, self.title_sort, self.shown = at, title_sort, shown

    def resume(self) -> None:
        """Let the unit read the need as it is again."""
        self.ended_at = self.title_sort = self.shown = None

    def take_back(self, at: datetime) -> None:
        """Let the unit read nothing from now on; what it could read is forgotten."""
        self.taken_back_at = at
        self.title_sort = self.shown = None


def introduction_stands() -> sa.ColumnElement[bool]:
    """Return the condition that a unit reads the need as it is today, as `Introduction.stands` tells it."""
    return sa.and_(Introduction.ended_at.is_(None), Introduction.taken_back_at.is_(None))


def introduced_to(user_id: int) -> sa.ColumnElement[bool]:
    """Return the condition that an introduction is, or was, of a need to a unit that an account acts for.

    One that was taken back is none.
    """
    own_matches = (
        sa.select(Match.id)
        .join(Match.capability)
        .join(user_infrastructure, user_infrastructure.c.infrastructure_id == Capability.infrastructure_id)
        .where(user_infrastructure.c.user_id == user_id)
    )
    return sa.and_(Introduction.taken_back_at.is_(None), Introduction.match_id.in_(own_matches))
