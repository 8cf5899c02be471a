"""A match's next step: whose it is, on which days it falls, and whether it is late."""

from __future__ import annotations

import enum
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from models.matches import Match, Stage

if TYPE_CHECKING:
    from models.accounts import User


class StepState(enum.StrEnum):
    """How a next step stands on a day; one without a day is planned."""

    PLANNED = "planned"
    DUE = "due"
    LATE = "late"


def step_state(match: Match, day: date) -> StepState:
    """Return how a match's next step stands on a day."""
    if match.next_step_on is None or match.next_step_on > day:
        return StepState.PLANNED
    return StepState.DUE if match.next_step_on == day else StepState.LATE


def step_is_late(day: date) -> sa.ColumnElement[bool]:
    """Return the condition that a match's next step is late on a day, as `step_state` tells it."""
    # A use that has begun may still have something left to do; a closed match never has.
    return sa.and_(Match.stage != Stage.CLOSED, Match.next_step_on < day)


def step_falls(first: date, last: date) -> sa.ColumnElement[bool]:
    """Return the condition that a match has a next step on one of the days from the first to the last."""
    return sa.and_(Match.stage != Stage.CLOSED, Match.next_step_on.between(first, last))


def who_does(match: Match) -> User | None:
    """Return whose a match's next step is: its own doer's, else whose the match is; both must be loaded."""
    return match.next_step_owner or match.owner


def does_step(user: User) -> sa.ColumnElement[bool]:
    """Return the condition that a match's next step is a user's, as `who_does` tells it."""
    return sa.or_(
        Match.next_step_owner_id == user.id, sa.and_(Match.next_step_owner_id.is_(None), Match.owner_id == user.id)
    )
