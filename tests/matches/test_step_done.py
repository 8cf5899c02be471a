"""A next step is marked as done together with what happens now; the timeline keeps it, and undo brings it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role
from models.audit import AuditEntry
from models.clock import now, today
from models.matches import CloseReason, Match, Stage
from models.notes import Note
from tests import factories
from tests.conftest import Browser

DAY = today() + timedelta(days=7)


@pytest.fixture
def match(session: Session) -> Match:
    """An introduced match with a step that is late."""
    made = factories.match(
        factories.need(factories.company()), factories.capability(factories.infrastructure()), stage=Stage.INTRODUCED
    )
    made.next_step, made.next_step_on = "Ring enheten", today() - timedelta(days=2)
    session.add(made)
    session.commit()
    return made


def done(consultant: Browser, match: Match, **values: Any) -> Any:
    sent = {"then": "Skicka avtalet", "then_on": DAY.isoformat(), "version": str(match.version), **values}
    return consultant.send(f"/matches/{match.id}/next-step/done", sent)


def test_done_and_what_happens_now_are_said_in_one_form(consultant: Browser, session: Session, match: Match) -> None:
    colleague = factories.user(role=Role.CONSULTANT)
    session.add(colleague)
    session.commit()
    answer = done(consultant, match, then_owner_id=str(colleague.id))
    assert answer.location == f"/matches/{match.id}"
    session.expire_all()
    saved = session.get_one(Match, match.id)
    assert (saved.next_step, saved.next_step_on, saved.next_step_owner_id) == ("Skicka avtalet", DAY, colleague.id)
    kept = session.scalars(sa.select(Note)).one()
    assert (kept.text, kept.happened_on, kept.is_to_do) == ("Ring enheten", today() - timedelta(days=2), False)
    for entry in session.scalars(sa.select(AuditEntry)):
        assert "Ring enheten" not in str(entry.changes)
    page = consultant.get(answer.location).get_data(as_text=True)
    assert f"Att göra, klart {today()}" in page
    assert "<p>Ring enheten</p>" in page
    assert f"/matches/{match.id}/undo" in page


def test_nothing_need_come_after(consultant: Browser, session: Session, match: Match) -> None:
    done(consultant, match, then="", then_on="", then_owner_id="")
    session.expire_all()
    assert (match.next_step, match.next_step_on, match.next_step_owner_id) == (None, None, None)


def test_done_is_undone(consultant: Browser, session: Session, match: Match) -> None:
    done(consultant, match)
    session.expire_all()
    consultant.send(f"/matches/{match.id}/undo", {"version": str(match.version)})
    session.expire_all()
    assert (match.next_step, match.next_step_on) == ("Ring enheten", today() - timedelta(days=2))
    assert session.scalars(sa.select(Note)).all() == []


def test_a_day_needs_something_to_do(consultant: Browser, session: Session, match: Match) -> None:
    answer = done(consultant, match, then="")
    assert answer.status_code == 422
    assert "Skriv vad som ska göras den dagen" in answer.get_data(as_text=True)
    session.expire_all()
    assert match.next_step == "Ring enheten"


def test_of_two_who_are_done_at_once_one_is_told(consultant: Browser, session: Session, match: Match) -> None:
    shown = str(match.version)
    done(consultant, match, then="Det första")
    answer = done(consultant, match, then="Det andra", version=shown)
    assert answer.status_code == 409
    assert "Det andra" in answer.get_data(as_text=True)
    session.expire_all()
    assert match.next_step == "Det första"


def test_what_is_not_there_cannot_be_done(consultant: Browser, session: Session, match: Match) -> None:
    match.next_step = None
    session.commit()
    assert done(consultant, match).status_code == 409
    assert "next-step/done" not in consultant.get(f"/matches/{match.id}").get_data(as_text=True)
    match.close(CloseReason.OTHER, by_id=None, at=now())
    session.commit()
    assert done(consultant, match).status_code == 409
