"""Whose a next step is and whether it is late: Python and the database tell the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.matches import Match, Stage
from models.next_steps import StepState, does_step, step_falls, step_is_late, step_state, who_does
from tests import factories

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 29), StepState.LATE),
        (DAY, StepState.DUE),
        (date(2026, 12, 1), StepState.PLANNED),
        (None, StepState.PLANNED),
    ],
)
def test_when_a_step_is_late(
    session: Session, make_match: Callable[..., Match], on: date | None, state: StepState
) -> None:
    match = make_match(Stage.USED, next_step="Fråga", next_step_on=on)
    assert step_state(match, DAY) is state
    assert bool(session.scalar(sa.select(sa.exists().where(step_is_late(DAY))))) is (state is StepState.LATE)
    assert bool(session.scalar(sa.select(sa.exists().where(step_falls(DAY, DAY))))) is (state is StepState.DUE)


@pytest.mark.parametrize(("has_doer", "has_owner"), [(True, True), (True, False), (False, True), (False, False)])
def test_whose_a_step_is(session: Session, make_match: Callable[..., Match], has_doer: bool, has_owner: bool) -> None:
    doer, owner = factories.user(), factories.user()
    session.add_all([doer, owner])
    session.commit()
    match = make_match(next_step_owner=doer if has_doer else None, owner=owner if has_owner else None)
    found = [user for user in (doer, owner) if session.scalar(sa.select(sa.exists().where(does_step(user))))]
    whose = who_does(match)
    assert found == ([whose] if whose else [])
    assert whose is (doer if has_doer else owner if has_owner else None)
