"""A match says whose answer it waits for and since when, until the answer has come; it is told and undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.limits import DAYS_WAITED
from app.matches.seen_steps import stamp_of
from models.clock import now, today
from models.matches import CloseReason, Match, Stage
from models.meetings import MeetingStatus
from models.waiting import WaitingFor
from tests import factories
from tests.conftest import Browser
from tests.matches.conftest import Pair

MakeMatch = Callable[..., Match]
SINCE = now() - timedelta(days=5)


@pytest.fixture
def waiting(make_match: MakeMatch) -> Match:
    """A match that has waited for its company for five days, with a step that is to be done."""
    return make_match(waiting_for=WaitingFor.COMPANY, waiting_since=SINCE, next_step="Ring")


def wait(consultant: Browser, match: Match, party: str) -> Any:
    sent = {"waiting_for": party, "version": str(match.version)}
    return consultant.send(f"/matches/{match.id}/waiting", sent)


def standing(session: Session, match: Match) -> WaitingFor | None:
    session.expire_all()
    return session.get_one(Match, match.id).waiting_for


def test_one_button_begins_and_ends_a_wait_and_the_timeline_tells_both(
    consultant: Browser, session: Session, make_match: MakeMatch
) -> None:
    match = make_match()
    page = f"/matches/{match.id}"
    assert wait(consultant, match, "infrastructure").location == page
    assert standing(session, match) is WaitingFor.INFRASTRUCTURE
    assert "Väntar på enheten, sedan i dag" in consultant.get(page).text
    wait(consultant, match, "")
    assert (standing(session, match), match.waiting_since) == (None, None)
    told = consultant.get(page).text.split('id="timeline"')[1]
    assert "<b>Väntar på enheten</b>" in told
    assert "<b>Väntar inte längre på enheten</b>" in told
    assert wait(consultant, match, "somebody").status_code == 400


def test_the_same_party_keeps_its_day(consultant: Browser, session: Session, waiting: Match) -> None:
    sent = {"next_step": "Skriv", "waiting_for": "company", "version": str(waiting.version)}
    consultant.send(f"/matches/{waiting.id}/next-step", sent)
    assert standing(session, waiting) is WaitingFor.COMPANY
    assert waiting.waiting_since == SINCE
    consultant.send(f"/matches/{waiting.id}/next-step", {"waiting_for": "infrastructure", "version": "2"})
    assert standing(session, waiting) is WaitingFor.INFRASTRUCTURE
    assert waiting.waiting_since is not None
    assert waiting.waiting_since > SINCE


HELD = {"outcome": "held", "held_on": today().isoformat()}
BEFORE = (today() - timedelta(days=9)).isoformat()


@pytest.mark.parametrize(
    "case",
    [
        ("next-step/done", {"version": "1"}, None),
        ("next-step/done", {"version": "1", "then_waiting_for": "infrastructure"}, WaitingFor.INFRASTRUCTURE),
        ("agree", {"version": "1"}, None),
        ("uses/new", {"started_on": "2026-11-01"}, None),
        ("meetings/new", HELD, None),
        ("meetings/new", {**HELD, "waiting_for": "infrastructure"}, WaitingFor.INFRASTRUCTURE),
        # What was held before the question was put has not answered it, and neither has what was not held.
        ("meetings/new", {**HELD, "held_on": BEFORE}, WaitingFor.COMPANY),
        ("meetings/new", {**HELD, "outcome": "not_held"}, WaitingFor.COMPANY),
        ("owner", {"version": "1"}, WaitingFor.COMPANY),
        ("close", {"version": "1", "reason": "other"}, None),
    ],
)
def test_a_wait_ends_by_itself_when_the_answer_has_come(
    consultant: Browser, session: Session, waiting: Match, case: tuple[str, dict[str, str], WaitingFor | None]
) -> None:
    act, sent, after = case
    # What is waited for now is carried by the form that writes it beside a meeting.
    seen = {"seen_step": stamp_of(waiting)} if act == "meetings/new" else {}
    assert consultant.send(f"/matches/{waiting.id}/{act}", {**sent, **seen}).status_code == 302
    assert standing(session, waiting) is after


def test_a_planned_meeting_answers_once_it_was_held(consultant: Browser, session: Session, waiting: Match) -> None:
    meeting = factories.meeting(waiting, status=MeetingStatus.PLANNED, held_on=today())
    session.add(meeting)
    session.commit()
    consultant.send(f"/meetings/{meeting.id}/held", {"version": "1", "held_on": today().isoformat()})
    assert standing(session, waiting) is None
    # To correct a meeting that was held is no new answer.
    wait(consultant, waiting, "company")
    sent = {"version": "2", "held_on": today().isoformat(), "outcome": "held", "notes": "x"}
    assert consultant.send(f"/meetings/{meeting.id}/edit", sent).status_code == 302
    assert standing(session, waiting) is WaitingFor.COMPANY


def test_a_closed_match_waits_for_nobody(consultant: Browser, session: Session, waiting: Match) -> None:
    waiting.close(CloseReason.OTHER, by_id=None, at=now())
    session.commit()
    assert wait(consultant, waiting, "company").status_code == 409
    assert standing(session, waiting) is None
    assert "/waiting" not in consultant.get(f"/matches/{waiting.id}").text


@pytest.mark.parametrize(("days", "words"), [(7, "7 dagar"), (8, "8 dagar: för länge")])
def test_too_long_is_said_in_words_and_colour(
    consultant: Browser, make_match: MakeMatch, days: int, words: str
) -> None:
    assert DAYS_WAITED == 7
    match = make_match(waiting_for=WaitingFor.COMPANY, waiting_since=now() - timedelta(days=days))
    badge = f'status-{"bad" if days > DAYS_WAITED else "neutral"}"'
    shown = consultant.get(f"/matches/{match.id}").text.split(f"</svg>Väntar på företaget, {words}</span>")[0]
    assert badge in shown[-400:]
    line = f'<span class="wait-line{" wait-long" if days > DAYS_WAITED else ""}">Väntar på företaget, {words}</span>'
    for page in ("/matches", "/matches/board"):
        assert line in consultant.get(page).text


def test_the_list_is_narrowed_to_what_waits(consultant: Browser, session: Session, pair: Pair, waiting: Match) -> None:
    other = factories.capability(pair.infrastructure)
    session.add(factories.match(pair.need, other, stage=Stage.INTRODUCED))
    session.commit()
    for narrowed, rows in (("", 2), ("show=waiting", 1), ("waiting=company", 1), ("waiting=infrastructure", 0)):
        for page in ("/matches", "/matches/board"):
            body = consultant.get(f"{page}?{narrowed}&sort=waiting").text
            assert len({part.split('"')[0] for part in body.split('href="/matches/')[1:] if part[0].isdigit()}) == rows
    assert "Företaget, 5 dagar" in consultant.get("/matches/export.csv?show=waiting").text
