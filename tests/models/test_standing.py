"""The steps of a match that stand: what was taken back is not counted, what was skipped was never taken."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from models.introductions import Introduction
from models.matches import CloseReason, Match, Stage
from models.meetings import Meeting, MeetingStatus
from models.standing_steps import Step, standing_steps
from models.uses import Use


def at(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


def match(*walk: tuple[Stage, int]) -> Match:
    """Return a match that was taken through stages by hand, each on a day of November."""
    made = Match(stage=Stage.SUGGESTED, created_at=at(1))
    for stage, day in walk:
        if stage is Stage.CLOSED:
            made.close(CloseReason.OTHER, by_id=None, at=at(day))
        else:
            made.correct(stage, by_id=None, at=at(day))
    return made


def steps_of(made: Match) -> tuple[Step, ...]:
    return standing_steps(made.changes, made.introductions, made.meetings, made.uses)


S, I, M, A, U, C = (  # noqa: E741 - one letter a stage, to be read as a walk
    Stage.SHORTLISTED,
    Stage.INTRODUCED,
    Stage.MEETING_HELD,
    Stage.AGREED,
    Stage.USED,
    Stage.CLOSED,
)


@pytest.mark.parametrize(
    ("walk", "standing"),
    [
        ([(S, 2), (I, 3), (A, 4)], {S: 2, I: 3, A: 4}),
        ([(S, 2), (I, 3), (A, 4), (I, 5)], {S: 2, I: 3}),
        ([(S, 2), (I, 3), (S, 4)], {S: 2}),
        ([(S, 2), (I, 3), (S, 4), (I, 6)], {S: 2, I: 6}),
        ([(S, 2), (I, 3), (C, 4)], {S: 2, I: 3, C: 4}),
        ([(S, 2), (I, 3), (C, 4), (I, 5)], {S: 2, I: 3}),
        ([(S, 2), (I, 3), (C, 4), (S, 5), (C, 6)], {S: 2, C: 6}),
        ([(A, 3), (I, 5)], {I: 5}),
    ],
)
def test_steps_that_were_taken_back_do_not_stand(walk: list[tuple[Stage, int]], standing: dict[Stage, int]) -> None:
    assert {step.stage: step.on.day for step in steps_of(match(*walk))} == standing


def test_a_step_has_the_day_of_what_happened() -> None:
    made = match((S, 2), (I, 20), (M, 21), (U, 22))
    made.introductions.append(Introduction(started_at=at(19)))
    made.meetings = [
        Meeting(status=MeetingStatus.HELD, held_on=date(2026, 10, 30)),
        Meeting(status=MeetingStatus.NOT_HELD, held_on=date(2026, 10, 2)),
    ]
    made.uses = [Use(started_on=date(2026, 11, 5)), Use(started_on=date(2026, 11, 3))]
    days = {step.stage: step.on for step in steps_of(made)}
    assert days[Stage.INTRODUCED] == date(2026, 11, 19)
    assert days[Stage.MEETING_HELD] == date(2026, 10, 30)
    assert days[Stage.USED] == date(2026, 11, 3)


def test_a_stage_that_has_lost_what_it_rested_on_is_let_go_of() -> None:
    made = match((S, 2), (I, 3), (M, 4), (U, 5))
    made.let_go_of(U)
    assert (made.stage, made.stage_since) == (M, at(4))
    made.advance(A, by_id=None, at=at(6))
    made.let_go_of(M)
    assert made.stage is A
    assert [(change.from_stage, change.to_stage) for change in made.changes] == [(Stage.SUGGESTED, S), (S, I), (I, A)]
