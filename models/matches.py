"""Matches: a need and a capability brought together, with a life of their own."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from models.base import (
    Base,
    Identified,
    MayBeDemo,
    Sensitivity,
    Timestamps,
    Versioned,
    confidential,
    internal,
    relation,
    table,
)
from models.clock import now
from models.errors import MatchClosedError, StepNotAllowedError
from models.waiting import MayWait

if TYPE_CHECKING:
    from models.accounts import User
    from models.infrastructures import Capability
    from models.introductions import Introduction
    from models.meetings import Meeting
    from models.needs import Need
    from models.uses import Use


class Stage(enum.StrEnum):
    """How far a match has come."""

    SUGGESTED = "suggested"
    SHORTLISTED = "shortlisted"
    INTRODUCED = "introduced"
    MEETING_HELD = "meeting_held"
    AGREED = "agreed"
    USED = "used"
    CLOSED = "closed"

    @property
    def goes_on(self) -> bool:
        """Tell whether something is left to be done: neither a use nor an end has been reached."""
        return self not in (Stage.USED, Stage.CLOSED)

    def lies_below(self, other: Stage) -> bool:
        """Tell whether the stage comes before another one; closed is no stage on the way."""
        return self is not Stage.CLOSED and STAGES_IN_ORDER.index(self) < STAGES_IN_ORDER.index(other)


STAGES_IN_ORDER = (Stage.SUGGESTED, Stage.SHORTLISTED, Stage.INTRODUCED, Stage.MEETING_HELD, Stage.AGREED, Stage.USED)


class CloseReason(enum.StrEnum):
    """Why a pair was dismissed or a match closed."""

    WRONG_METHOD = "wrong_method"
    WRONG_QUALITY = "wrong_quality"
    WRONG_PLACE = "wrong_place"
    NOT_OPEN = "not_open"
    TOO_LATE = "too_late"
    TOO_EXPENSIVE = "too_expensive"
    COMPANY_DECLINED = "company_declined"
    INFRASTRUCTURE_DECLINED = "infrastructure_declined"
    SOLVED_ELSEWHERE = "solved_elsewhere"
    OTHER = "other"


class Match(Base, Identified, Timestamps, Versioned, MayBeDemo, MayWait):
    """A need–capability pair somebody has taken a stand on; at most one per pair.

    `score` is what the engine gave when the pair was first taken up, or None for a pair added by hand.
    """

    __tablename__ = "match"
    __table_args__ = table(Sensitivity.INTERNAL, sa.UniqueConstraint("need_id", "capability_id", name="uq_match_pair"))

    need_id: Mapped[int] = internal(sa.ForeignKey("need.id"), index=True)
    capability_id: Mapped[int] = internal(sa.ForeignKey("capability.id"), index=True)
    stage: Mapped[Stage] = internal(default=Stage.SUGGESTED, index=True)
    stage_since: Mapped[datetime] = internal(default=now)
    owner_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    next_step: Mapped[str | None] = confidential(sa.String(300))
    next_step_on: Mapped[date | None] = internal(index=True)
    next_step_owner_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"), index=True)
    close_reason: Mapped[CloseReason | None] = internal()
    close_note: Mapped[str | None] = confidential(sa.Text)
    score: Mapped[float | None] = internal()

    need: Mapped[Need] = relation(back_populates="matches")
    capability: Mapped[Capability] = relation()
    owner: Mapped[User | None] = relation(foreign_keys=[owner_id])
    next_step_owner: Mapped[User | None] = relation(foreign_keys=[next_step_owner_id])
    changes: Mapped[list[StageChange]] = relation(
        back_populates="match", order_by="StageChange.id", cascade="all, delete-orphan"
    )
    introductions: Mapped[list[Introduction]] = relation(
        back_populates="match", order_by="Introduction.id", cascade="all, delete-orphan"
    )
    meetings: Mapped[list[Meeting]] = relation(back_populates="match", order_by="Meeting.held_on, Meeting.id")
    uses: Mapped[list[Use]] = relation(back_populates="match", order_by="Use.started_on, Use.id")

    @property
    def is_introduced(self) -> bool:
        """Tell whether the unit reads the need as it is today; the introductions must be loaded."""
        return any(introduction.stands for introduction in self.introductions)

    def require_open(self) -> None:
        """Let something be done with the match; raises MatchClosedError for a closed one."""
        if self.stage is Stage.CLOSED:
            raise MatchClosedError

    def advance(self, to: Stage, *, by_id: int | None, at: datetime, note: str | None = None) -> StageChange | None:
        """Move forward to a stage and return the step; None when the match is already there or further.

        Raises MatchClosedError for a closed match and StepNotAllowedError for CLOSED, which has its own verb.
        """
        self.require_open()
        if to is Stage.CLOSED:
            raise StepNotAllowedError(stage=to.value)
        if STAGES_IN_ORDER.index(to) <= STAGES_IN_ORDER.index(self.stage):
            return None
        return self._go(to, by_id=by_id, at=at, note=note)

    def correct(self, to: Stage, *, by_id: int | None, at: datetime, note: str | None = None) -> StageChange:
        """Set the stage back or forth by hand, also to reopen a closed match; the step is kept in the timeline.

        Before the introduction it takes that back; from the introduction on one that has ended stands again. What was
        taken back is opened by no stage. Raises StepNotAllowedError for CLOSED, and for the stage it is in.
        """
        if to in (Stage.CLOSED, self.stage):
            raise StepNotAllowedError(stage=to.value)
        self.close_reason = None
        self.close_note = None
        for introduction in self.introductions:
            if introduction.taken_back_at is None and to.lies_below(Stage.INTRODUCED):
                introduction.take_back(at)
            elif introduction.taken_back_at is None:
                introduction.resume()
        return self._go(to, by_id=by_id, at=at, note=note)

    def close(self, reason: CloseReason, *, by_id: int | None, at: datetime, note: str | None = None) -> StageChange:
        """End the match with a reason; what comes next falls away. Raises MatchClosedError when already closed."""
        self.require_open()
        self.close_reason = reason
        self.close_note = note
        self.next_step = self.next_step_on = self.next_step_owner_id = None
        self.stop_waiting()
        return self._go(Stage.CLOSED, by_id=by_id, at=at, note=None)

    def let_go_of(self, stage: Stage) -> None:
        """Take back every step to a stage that has lost what it rested on; the match falls to the step before.

        A match that has been closed stays closed, and its closing then comes after the step before.
        """
        fallen = self.stage is stage
        for change in [each for each in self.changes if each.to_stage is stage]:
            self._cut_out(change)
        if fallen:
            last = self.changes[-1] if self.changes else None
            self.stage = last.to_stage if last else Stage.SUGGESTED
            self.stage_since = last.at if last else self.created_at

    def _cut_out(self, change: StageChange) -> None:
        place = self.changes.index(change)
        if place + 1 < len(self.changes):
            self.changes[place + 1].from_stage = change.from_stage
        self.changes.remove(change)

    def _go(self, to: Stage, *, by_id: int | None, at: datetime, note: str | None) -> StageChange:
        change = StageChange(from_stage=self.stage, to_stage=to, at=at, by_id=by_id, note=note)
        self.changes.append(change)
        self.stage = to
        self.stage_since = at
        return change


class StageChange(Base, Identified):
    """One step in a match's life, as somebody took it; which of them stand, models/standing_steps.py says."""

    __tablename__ = "stage_change"
    __table_args__ = table(Sensitivity.INTERNAL)

    match_id: Mapped[int] = internal(sa.ForeignKey("match.id"), index=True)
    from_stage: Mapped[Stage | None] = internal()
    to_stage: Mapped[Stage] = internal()
    at: Mapped[datetime] = internal(default=now, index=True)
    by_id: Mapped[int | None] = internal(sa.ForeignKey("user_account.id"))
    note: Mapped[str | None] = confidential(sa.Text)

    match: Mapped[Match] = relation(back_populates="changes")
    by: Mapped[User | None] = relation()
