"""A company hands in a need without signing in: what it is shown, what is kept, and what its letters open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.hand_ins import views
from app.hand_ins.forgetting import Forgotten, forget_hand_ins
from app.hand_ins.limits import CONFIRM_LIFE, DECLINED_LIFE, FROM_ONE_ADDRESS, RESTORE_LIFE, TO_ONE_MAILBOX
from models.clock import now
from models.hand_ins import HandIn, HandInLink, HandInState
from models.outbox import OutboxMessage
from models.working_days import working_days_after
from tests import factories
from tests.catalogue.test_catalogue import open_unit
from tests.conftest import Browser
from tests.hand_ins.conftest import SECRET_TEXT, Sender
from tests.page_rules import parse


def _all(session: Session) -> list[HandIn]:
    session.expire_all()
    return list(session.scalars(sa.select(HandIn).order_by(HandIn.id)))


def _over(browser: Browser, page: str) -> str:
    answer = browser.get(page)
    assert answer.status_code == 404
    return parse(answer.get_data(as_text=True)).all("main")[0].text


def test_the_whole_way_by_letter(sender: Sender, consultant: Browser, session: Session) -> None:
    assert sender.hand_in(public_text="Är ett förband tätt?", infrastructure_text="Tio prover") == 302
    (found,) = _all(session)
    assert SECRET_TEXT not in consultant.get("/handed-in?show=all").get_data(as_text=True)
    assert consultant.get(f"/handed-in/{found.id}").status_code == 404
    confirm = sender.link(sender.letters()[0])
    sender.browser.get(confirm)
    assert _all(session)[0].state is HandInState.UNCONFIRMED, "mail programs look at pages"
    own = sender.press(confirm)
    assert "Ert behov har kommit fram" in sender.browser.get(own).get_data(as_text=True)
    assert _all(session)[0].state is HandInState.RECEIVED
    assert consultant.get(f"/handed-in/{found.id}").status_code == 200
    assert "Tätt plåster" in consultant.get("/").get_data(as_text=True)
    # Wrong, used and too old are not told apart.
    pages = {_over(sender.browser, each) for each in (confirm, "/hand-in/own/nothing", "/hand-in/restore/nothing")}
    session.execute(sa.update(HandInLink).values(expires_at=now() - timedelta(seconds=1)))
    assert {*pages, _over(sender.browser, own)} == pages
    assert len(pages) == 1
    for letter in sender.letters():
        for word in (SECRET_TEXT, found.title, found.company_name, "Tio prover", "förband", "Bo Ek"):
            assert word not in letter.subject + letter.body


def test_a_withdrawal_ends_every_link_and_is_taken_back_once(sender: Sender, session: Session) -> None:
    _found, own = sender.confirmed()
    restore = sender.press(f"{own}/withdraw")
    _over(sender.browser, own)
    again = sender.press(restore)
    assert _all(session)[0].state is HandInState.RECEIVED
    _over(sender.browser, restore)
    assert sender.browser.get(again).status_code == 200


def test_a_form_that_is_sent_twice_hands_in_once(sender: Sender, session: Session) -> None:
    data = sender.filled_in(once="a key of the form")
    for _time in range(2):
        assert sender.browser.send("/hand-in", data).location == "/hand-in/sent"
    told = sender.browser.get("/hand-in/sent").get_data(as_text=True)
    assert "Det finns ingen e-postserver" in told
    assert str(sender.app.extensions["brygga"].mail_folder) not in told, "no visitor is told the server's folders"
    assert len(_all(session)) == len(sender.letters()) == 1


def test_two_windows_never_overwrite_each_other(sender: Sender, session: Session) -> None:
    found, own = sender.confirmed()
    stale = {"title": "Ett", "text": "Ett", "version": str(found.version)}
    assert sender.browser.send(f"{own}/correct", {**stale, "title": "Två"}).status_code == 302
    answer = sender.browser.send(f"{own}/correct", stale)
    assert answer.status_code == 409
    assert "Ett" in answer.get_data(as_text=True)
    assert _all(session)[0].title == "Två"


@pytest.mark.only_on("sqlite")
def test_two_needs_in_one_text_become_two_with_a_page_each(sender: Sender, session: Session) -> None:
    assert sender.hand_in(second_text="Vi vill filma hur vår gångrobot går. Och snart.") == 302
    sender.press(sender.link(sender.letters()[0]))
    first, second = _all(session)
    assert (second.title, second.part_of_id) == ("Vi vill filma hur vår gångrobot går", first.id)
    assert {each.state for each in (first, second)} == {HandInState.RECEIVED}
    assert len({sender.link(letter) for letter in sender.letters()[1:]}) == 2


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    "typed",
    [
        {"contact_name": "Bo\r\nBcc: eva@foretag.example"},
        {"company_name": "Bolaget\nAB"},
        {"title": "Plåster\0"},
        {"text": "x" * 1_000_000},
        {"contact_email": "bo@foretag.example\r\nBcc: eva@foretag.example"},
        {"org_number": "5560160681"},
        {"deadline": "2020-01-01"},
        {"agrees": ""},
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    sender: Sender, session: Session, typed: dict[str, str]
) -> None:
    data = sender.filled_in(**typed)
    if not data["agrees"]:
        del data["agrees"]
    answer = sender.browser.send("/hand-in", data)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Något behöver rättas" in page
    assert data["company_name"].split("\n")[0] in page
    assert not _all(session)
    assert not sender.letters()


@pytest.mark.only_on("sqlite")
def test_markup_stays_text_and_machines_are_told_nothing(sender: Sender, session: Session) -> None:
    found, own = sender.confirmed(text="<script>alert(1)</script>", title="<b>Fett</b>")
    page = sender.browser.get(own).get_data(as_text=True)
    assert "&lt;script&gt;" in page
    assert "<b>Fett" not in page
    assert sender.hand_in(homepage="https://spam.example") == 302
    assert [each.id for each in _all(session)] == [found.id]


@pytest.mark.only_on("sqlite")
def test_nobody_is_written_to_more_often_than_a_few_times(
    sender: Sender, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ((most, _window),) = TO_ONE_MAILBOX
    assert [sender.hand_in() for _time in range(most + 1)] == [*[302] * most, 429]
    assert len(sender.letters()) == len(_all(session)) == most
    monkeypatch.setattr(views, "FROM_ONE_ADDRESS", ((1, FROM_ONE_ADDRESS[0][1]),))
    assert sender.hand_in(contact_email="eva@foretag.example") == 429


def test_what_nobody_confirms_or_somebody_withdraws_is_forgotten(
    sender: Sender, session: Session, set_clock: Callable[[datetime], None]
) -> None:
    kept, _own = sender.confirmed()
    _gone, own = sender.confirmed()
    sender.press(f"{own}/withdraw")
    sender.hand_in()
    declined = factories.hand_in(state=HandInState.DECLINED, decided_at=now() - DECLINED_LIFE + timedelta(days=1))
    session.add(declined)
    session.commit()
    assert forget_hand_ins(session) == Forgotten(0, 0, 0)
    set_clock(now() + max(CONFIRM_LIFE, RESTORE_LIFE) + timedelta(minutes=1))
    assert forget_hand_ins(session) == Forgotten(unconfirmed=1, withdrawn=1, declined=1)
    assert [each.id for each in _all(session)] == [kept.id]
    assert set(session.scalars(sa.select(OutboxMessage.hand_in_id))) == {kept.id}


@pytest.mark.only_on("sqlite")
def test_what_a_text_could_be_names_nothing_that_is_not_published(anonymous: Browser, session: Session) -> None:
    shown = open_unit(name_sv="Bindningshuset", capabilities=[])
    hidden = factories.infrastructure(name_sv="Kvarkhuset", name_en="Kvarkhouse")
    session.add_all([factories.capability(shown), factories.capability(hidden)])
    session.commit()
    asked = {"text": "Vi vill mäta bindning med ytplasmonresonans", "look": "1"}
    page = anonymous.send("/hand-in", asked).get_data(as_text=True)
    assert "Bindningshuset" in page
    assert "Kvarkhuset" not in page
    assert asked["text"] in page
    assert _all(session) == []


def test_working_days_pass_over_weekends_and_holidays() -> None:
    assert working_days_after(date(2026, 12, 1), 5) == date(2026, 12, 8)
    assert working_days_after(date(2026, 12, 4), 1) == date(2026, 12, 7)
    assert working_days_after(date(2026, 12, 5), 1) == date(2026, 12, 7)
    # No holiday is promised on: Christmas and New Year, Easter, Ascension Day, and midsummer's eve.
    assert working_days_after(date(2026, 12, 22), 5) == date(2027, 1, 4)
    assert working_days_after(date(2027, 3, 25), 1) == date(2027, 3, 30)
    assert working_days_after(date(2027, 5, 5), 1) == date(2027, 5, 7)
    assert working_days_after(date(2027, 6, 24), 1) == date(2027, 6, 28)
