"""A match moves: next step, who is responsible, agreed, corrected, closed; no edit is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.judgements import Judgement, Verdict
from models.matches import CloseReason, Match, Stage
from tests import factories
from tests.conftest import Browser

MakeMatch = Callable[..., Match]


def fresh(session: Session, match: Match) -> Match:
    session.expire_all()
    return session.get_one(Match, match.id)


def test_the_next_step_is_decided_on_the_match(consultant: Browser, session: Session, make_match: MakeMatch) -> None:
    match = make_match()
    sent = {"next_step": "Boka möte", "next_step_on": "2026-12-01", "next_step_owner_id": "", "version": "1"}
    answer = consultant.send(f"/matches/{match.id}/next-step", sent)
    assert answer.location == f"/matches/{match.id}"
    saved = fresh(session, match)
    assert (saved.next_step, saved.next_step_on) == ("Boka möte", date(2026, 12, 1))
    # Nobody was chosen, so nobody it is.
    assert saved.next_step_owner_id is None
    assert "Boka möte" in consultant.get(answer.location).get_data(as_text=True)


def test_an_empty_next_step_clears_it(consultant: Browser, session: Session, make_match: MakeMatch) -> None:
    match = make_match(next_step="Ring", next_step_on=date(2026, 12, 1))
    consultant.send(f"/matches/{match.id}/next-step", {"next_step": "", "next_step_on": "", "version": "1"})
    saved = fresh(session, match)
    assert (saved.next_step, saved.next_step_on, saved.next_step_owner_id) == (None, None, None)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"next_step": "", "next_step_on": "2026-12-01"}, 422),
        ({"next_step": "x", "next_step_on": "2026-02-30"}, 422),
        ({"next_step": "x" * 301}, 422),
        ({"next_step": "x\x00"}, 422),
        ({"next_step": "x", "next_step_owner_id": "9999"}, 422),
        ({"next_step": "x", "stage": "used"}, 400),
        ({"next_step": "x", "version": "abc"}, 400),
    ],
)
def test_a_bad_next_step_is_refused(
    consultant: Browser, session: Session, make_match: MakeMatch, sent: dict[str, str], status: int
) -> None:
    match = make_match()
    answer = consultant.send(f"/matches/{match.id}/next-step", {"version": "1", **sent})
    assert answer.status_code == status
    assert fresh(session, match).next_step is None


STALE = [
    ("next-step", {"next_step": "Mitt eget steg"}, "Mitt eget steg"),
    ("close", {"reason": "other", "note": "Min egen anteckning"}, "Min egen anteckning"),
    ("stage", {"stage": "agreed", "note": "Mitt eget skäl"}, "Mitt eget skäl"),
    ("owner", {"owner_id": ""}, "Ansvarig"),
]


@pytest.mark.parametrize("stale", STALE, ids=[act for act, _sent, _kept in STALE])
def test_a_stale_edit_shows_both_versions(
    consultant: Browser, session: Session, make_match: MakeMatch, stale: tuple[str, dict[str, str], str]
) -> None:
    act, sent, kept = stale
    somebody = factories.user()
    session.add(somebody)
    session.commit()
    match = make_match()
    match.next_step, match.owner_id = "Kollegans steg", somebody.id
    session.commit()
    path = f"/matches/{match.id}/{act}"
    answer = consultant.send(path, {**sent, "version": "1"})
    assert answer.status_code == 409
    assert kept in answer.get_data(as_text=True)
    assert fresh(session, match).next_step == "Kollegans steg"
    assert fresh(session, match).stage is Stage.INTRODUCED
    assert consultant.send(path, {**sent, "version": "2"}).status_code == 302


def test_agreeing_on_a_stale_page_is_refused(consultant: Browser, session: Session, make_match: MakeMatch) -> None:
    match = make_match()
    match.next_step = "Kollegans steg"
    session.commit()
    assert consultant.send(f"/matches/{match.id}/agree", {"version": "1"}).status_code == 409
    assert consultant.send(f"/matches/{match.id}/agree", {"version": "2"}).status_code == 302
    assert fresh(session, match).stage is Stage.AGREED


def test_somebody_else_becomes_responsible(consultant: Browser, session: Session, make_match: MakeMatch) -> None:
    somebody = factories.user(name="Maria Berg")
    session.add(somebody)
    session.commit()
    match = make_match()
    consultant.send(f"/matches/{match.id}/owner", {"owner_id": str(somebody.id), "version": "1"})
    assert fresh(session, match).owner_id == somebody.id
    assert "Maria Berg" in consultant.get(f"/matches/{match.id}").get_data(as_text=True)


def test_a_match_is_closed_with_a_reason_and_opened_again(
    consultant: Browser, session: Session, make_match: MakeMatch
) -> None:
    match = make_match(next_step="Ring")
    consultant.send(
        f"/matches/{match.id}/close", {"reason": "infrastructure_declined", "note": "Fullt", "version": "1"}
    )
    saved = fresh(session, match)
    assert (saved.stage, saved.close_reason, saved.next_step) == (
        Stage.CLOSED,
        CloseReason.INFRASTRUCTURE_DECLINED,
        None,
    )
    assert "Fullt" in consultant.get(f"/matches/{match.id}").get_data(as_text=True)
    assert session.scalars(sa.select(Judgement.verdict)).all() == [Verdict.DISMISS]
    consultant.send(f"/matches/{match.id}/stage", {"stage": "introduced", "version": str(saved.version)})
    saved = fresh(session, match)
    assert (saved.stage, saved.close_reason, saved.close_note) == (Stage.INTRODUCED, None, None)
    assert session.scalars(sa.select(Judgement.verdict)).all() == []


@pytest.mark.parametrize("act", ["next-step", "close", "meetings/new", "uses/new"])
def test_a_closed_match_takes_no_more_steps(
    consultant: Browser, session: Session, make_match: MakeMatch, act: str
) -> None:
    match = make_match(Stage.CLOSED, close_reason=CloseReason.OTHER)
    path = f"/matches/{match.id}/{act}"
    assert consultant.get(path).status_code == 409
    sent = {
        "next-step": {"next_step": "x", "version": "1"},
        "close": {"reason": "other", "version": "1"},
        "meetings/new": {"outcome": "held", "held_on": "2026-11-01"},
        "uses/new": {"started_on": "2026-11-01"},
    }[act]
    assert consultant.send(path, sent).status_code == 409
    assert consultant.send(f"/matches/{match.id}/agree", {"version": "1"}).status_code == 409
    assert fresh(session, match).stage is Stage.CLOSED


@pytest.mark.parametrize(
    ("stage", "status"),
    [
        *(("introduced", 422), ("closed", 422), ("", 422), ("x", 422)),
        *(("meeting_held", 422), ("used", 422), ("agreed", 302), ("suggested", 302)),
    ],
)
def test_a_stage_is_corrected_to_one_that_has_something_to_rest_on(
    consultant: Browser, session: Session, make_match: MakeMatch, stage: str, status: int
) -> None:
    match = make_match(Stage.INTRODUCED)
    assert consultant.send(f"/matches/{match.id}/stage", {"stage": stage, "version": "1"}).status_code == status


@pytest.mark.parametrize(
    ("stage", "act"),
    [
        (Stage.SUGGESTED, "Introducera"),
        (Stage.SHORTLISTED, "Introducera"),
        (Stage.INTRODUCED, "Logga ett möte"),
        (Stage.MEETING_HELD, "Registrera nyttjande"),
        (Stage.AGREED, "Registrera nyttjande"),
        (Stage.USED, "Registrera nyttjande"),
        (Stage.CLOSED, "Öppna igen"),
    ],
)
def test_the_page_offers_the_next_act_of_each_stage(
    consultant: Browser, make_match: MakeMatch, stage: Stage, act: str
) -> None:
    page = consultant.get(f"/matches/{make_match(stage).id}").get_data(as_text=True)
    primary = page.split("btn btn-primary")[1].split("</a>")[0]
    assert act in primary
