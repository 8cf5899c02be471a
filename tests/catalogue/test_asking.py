"""What visitors ask takes little from others: it waits, it is counted, and it takes nobody's kept answer."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.catalogue.asking import Allowance, AskLaterError, asking_of, holder_of
from app.catalogue.kept import Kept
from app.matchmaking import matchmaker
from app.web.public_pages import visitor_address
from matching.profiles import NeedProfile, Passage
from models.clock import today
from tests import factories
from tests.conftest import Browser
from tests.page_rules import parse

QUESTION = "hur hårt binder vår antikropp till ytan vid ytplasmonresonans"


@pytest.fixture
def unit(session: Session) -> None:
    found = factories.infrastructure(key="unit-a", source_title="Källa")
    session.add(factories.capability(found, title_sv="Bindningsstudier", text_sv="Ytplasmonresonans visar bindning."))
    session.commit()


def ask(browser: Browser, question: str, address: str = "127.0.0.1") -> TestResponse:
    return browser.get("/en/catalogue", query_string={"q": question}, environ_base={"REMOTE_ADDR": address})


def must_wait(answer: TestResponse, status: int) -> bool:
    assert int(answer.headers["Retry-After"]) > 0
    assert answer.headers["Cache-Control"] == "no-store"
    page = parse(answer.get_data(as_text=True))
    assert page.all("h1")[0].text == "Ask again in a moment"
    return answer.status_code == status


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("unit")
def test_that_others_are_before_is_said_and_never_told_as_nothing(
    app: Flask, anonymous: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.catalogue.meaning.VISITOR_WAITS", 0)
    with app.app_context():
        turn = asking_of(matchmaker()).turn
    with turn:
        busy = ask(anonymous, QUESTION)
        assert must_wait(busy, 503)
        field = next(each for each in parse(busy.get_data(as_text=True)).all("input") if each["name"] == "q")
        assert field["value"] == QUESTION
    later = ask(anonymous, QUESTION)
    assert later.status_code == 200
    assert "Ask again" not in later.get_data(as_text=True)
    with turn:
        assert ask(anonymous, QUESTION).status_code == 200, "what was found is kept"


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("unit")
def test_one_address_asks_only_so_much_that_is_new(anonymous: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.catalogue.asking.VISITOR_QUESTIONS", 2)
    assert [ask(anonymous, text).status_code for text in ("a", "b", "a", "b")] == [200] * 4
    assert must_wait(ask(anonymous, "c"), 429)
    assert ask(anonymous, "a").status_code == 200
    assert ask(anonymous, "c", "192.0.2.1").status_code == 200
    assert anonymous.get("/catalogue").status_code == 200


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("unit")
def test_all_visitors_together_have_only_so_much_ranked(anonymous: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.catalogue.asking.VISITOR_RANKINGS", 1)
    assert ask(anonymous, f"{QUESTION} ett", "192.0.2.1").status_code == 200
    assert must_wait(ask(anonymous, f"{QUESTION} två", "192.0.2.2"), 429)
    assert ask(anonymous, "bindningsstudier", "192.0.2.2").status_code == 200, "words alone ask no engine"


@pytest.mark.only_on("sqlite")
@pytest.mark.usefixtures("unit")
def test_a_visitors_question_takes_no_answer_from_those_who_work_here(
    app: Flask, anonymous: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.matchmaking.rankings.REMEMBERED", 1)
    need = NeedProfile(id="1", passages=(Passage("title", "bindning"),))
    with app.app_context():
        first = matchmaker().rank(need, today=today())
        assert ask(anonymous, QUESTION).status_code == 200
        assert matchmaker().rank(need, today=today()) is first


def test_what_was_asked_too_often_may_be_asked_again_when_the_time_is_over() -> None:
    allowed = Allowance(2, 60)
    for at in (0.0, 10.0):
        allowed.claim("a", at)
    with pytest.raises(AskLaterError) as told:
        allowed.claim("a", 20.0)
    assert told.value.seconds == 40.0
    allowed.claim("b", 20.0)
    allowed.claim("a", 60.0)


@pytest.mark.parametrize(
    ("address", "holder"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("nonsense", ""),
        (None, ""),
    ],
)
def test_an_address_stands_for_its_holder(address: str | None, holder: str) -> None:
    assert holder_of(address) == holder


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("remote", "told", "counted"),
    [
        ("8.8.8.8", "1.2.3.4", "8.8.8.8"),
        ("127.0.0.1", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        ("10.0.0.2", None, "10.0.0.2"),
    ],
)
def test_only_a_proxy_of_ours_says_whom_it_asks_for(app: Flask, remote: str, told: str | None, counted: str) -> None:
    headers = {"X-Forwarded-For": told} if told else {}
    with app.test_request_context(headers=headers, environ_base={"REMOTE_ADDR": remote}):
        assert visitor_address() == counted


def test_no_more_is_kept_than_there_is_room_for() -> None:
    kept: Kept[str] = Kept(10, len)
    for key, answer in (("a", "aaaa"), ("b", "bbbb"), ("a", "aaaaa"), ("c", "cc")):
        kept.put(key, answer)
        assert kept.find("a") is not None
    assert kept.find("b") is None
    kept.put("d", "d" * 11)
    assert [kept.find(key) for key in "acd"] == [None, None, None]
