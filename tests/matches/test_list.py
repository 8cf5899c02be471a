"""The pipeline as a list: the own and the urgent first, narrowed by what stands in the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.clock import now, today
from models.matches import Match, Stage
from models.meetings import MeetingStatus
from models.outbox import OutboxMessage
from models.programmes import Programme
from tests import factories
from tests.conftest import Browser


def add(session: Session, title: str, stage: Stage = Stage.INTRODUCED, **values: Any) -> Match:
    need = factories.need(factories.company(), title=title)
    match = factories.match(need, factories.capability(factories.infrastructure()), stage=stage, **values)
    session.add(match)
    session.commit()
    return match


def shown(browser: Browser, address: str) -> list[str]:
    """Return the needs in the table, in order."""
    body = browser.get(address).get_data(as_text=True)
    rows = body.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in body else ""
    return [part.split(">", 2)[2].split("<")[0] for part in rows.split('<th scope="row"')[1:]]


@pytest.fixture
def four(session: Session, make_browser: Callable[..., Browser]) -> Browser:
    add(session, "Sen", next_step="x", next_step_on=today() - timedelta(days=2))
    add(session, "Min", next_step="x", next_step_on=today() + timedelta(days=9), owner_id=None)
    add(session, "Tyst", Stage.SHORTLISTED)
    add(session, "Slut", Stage.CLOSED)
    return make_browser(Role.CONSULTANT)


def test_open_matches_are_listed_by_what_comes_next(four: Browser) -> None:
    assert shown(four, "/matches") == ["Sen", "Min", "Tyst"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("show=overdue", ["Sen"]),
        ("show=no_step", ["Tyst"]),
        ("show=no_meeting", ["Sen", "Min"]),
        ("show=all&sort=need", ["Min", "Sen", "Slut", "Tyst"]),
        ("show=mine", []),
        ("stage=closed", ["Slut"]),
        ("stage=shortlisted", ["Tyst"]),
        ("q=TYS", ["Tyst"]),
        ("q=finns+inte", []),
        ("sort=-stage", ["Min", "Sen", "Tyst"]),
        ("show=x&stage=x&owner=x&sort=x&page=x", ["Sen", "Min", "Tyst"]),
        ("q=%00%25_'", []),
        ("page=99", ["Sen", "Min", "Tyst"]),
    ],
)
def test_the_address_narrows_and_orders(four: Browser, query: str, expected: list[str]) -> None:
    found = shown(four, f"/matches?{query}")
    assert (sorted(found) if "-stage" in query else found) == expected


def test_the_readers_own_come_first(session: Session, make_browser: Callable[..., Browser]) -> None:
    browser = make_browser(Role.CONSULTANT, email="me@test.example")
    me = session.scalars(sa.select(User).where(User.email == "me@test.example")).one()
    add(session, "Andras", next_step="x", next_step_on=today())
    add(session, "Mitt", next_step="x", next_step_on=today() + timedelta(days=30), next_step_owner_id=me.id)
    add(session, "Mitt utan steg", owner_id=me.id)
    assert shown(browser, "/matches") == ["Mitt", "Mitt utan steg", "Andras"]
    assert shown(browser, "/matches?show=mine") == ["Mitt", "Mitt utan steg"]
    assert shown(browser, f"/matches?owner={me.id}") == ["Mitt utan steg"]


def test_a_planned_meeting_is_a_meeting_and_one_that_was_not_held_is_none(
    consultant: Browser, session: Session
) -> None:
    planned, not_held = add(session, "Planerat"), add(session, "Inställt")
    session.add_all(
        [
            factories.meeting(planned, status=MeetingStatus.PLANNED),
            factories.meeting(not_held, status=MeetingStatus.NOT_HELD),
        ]
    )
    session.commit()
    assert shown(consultant, "/matches?show=no_meeting") == ["Inställt"]


def test_the_list_shows_and_counts_the_matches_of_a_chosen_programme(consultant: Browser, session: Session) -> None:
    for code in ("klustermotor", "lund"):
        session.add(
            Programme(code=code, name_sv=code, name_en=code, starts_on=date(2025, 2, 3), ends_on=date(2027, 10, 31))
        )
    here, there = add(session, "Här"), add(session, "Där", Stage.SHORTLISTED)
    programmes = {each.code: each.id for each in session.scalars(sa.select(Programme))}
    here.need.programme_id, there.need.programme_id = programmes["klustermotor"], programmes["lund"]
    session.commit()
    assert shown(consultant, "/matches?programme=lund") == ["Där"]
    assert shown(consultant, "/matches?programme=klustermotor") == ["Här"]
    assert sorted(shown(consultant, "/matches?programme=okänt")) == ["Där", "Här"]
    page = consultant.get("/matches?programme=lund").text
    assert re.findall(r'(Introducerad|Utvald) <span class="count">(\d+)', page) == [
        ("Utvald", "1"),
        ("Introducerad", "0"),
    ]
    assert "show=no_step&amp;programme=lund" in page


def test_an_empty_pipeline_says_where_to_begin(consultant: Browser) -> None:
    assert "Inga matchningar än" in consultant.get("/matches").get_data(as_text=True)


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_list_costs_the_same_statements_however_long(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    infrastructure = factories.infrastructure()
    session.add_all(
        factories.match(factories.need(factories.company()), factories.capability(infrastructure))
        for _ in range(how_many)
    )
    session.commit()
    with count_statements() as statements:
        assert consultant.get("/matches").status_code == 200
    assert len(statements) <= 12


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_page_costs_the_same_statements_however_much_has_happened(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    match = add(session, "Mycket")
    consultant.get(f"/matches/{match.id}")
    somebody = factories.contact(match.need.company)
    session.add_all(factories.meeting(match, people=[somebody]) for _ in range(how_many))
    session.add_all(factories.use(match) for _ in range(how_many))
    session.add_all(
        OutboxMessage(
            match_id=match.id, to_address="a@b.example", subject="x", body="x", message_id=f"<{n}@x>", sent_at=now()
        )
        for n in range(how_many)
    )
    session.commit()
    with count_statements() as statements:
        assert consultant.get(f"/matches/{match.id}").status_code == 200
    assert len(statements) <= 25
    for path in (f"/matches/{match.id}/meetings/new", f"/matches/{match.id}/uses/new", f"/matches/{match.id}/close"):
        with count_statements() as statements:
            assert consultant.get(path).status_code == 200
        assert len(statements) <= 12
