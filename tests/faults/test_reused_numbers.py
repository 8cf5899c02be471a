"""SQLite gives the number of the last row that was removed to the next; what was shown of one never fits the other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.needs import Need
from tests.conftest import Browser


@pytest.fixture(autouse=True)
def draw_versions(monkeypatch: pytest.MonkeyPatch, begin_at_one: None) -> None:
    """Let versions begin as they do outside tests."""
    monkeypatch.setattr("models.base.FIRST_VERSIONS", 2**30)


def call(consultant: Browser, session: Session, company: str) -> Need:
    """Record a need by phone, and return it; its title does not tell which company it is."""
    sent = {"company": company, "title": f"Behov på {len(company)} tecken", "teaser": "Vi vill mäta."}
    answer = consultant.send("/needs/by-phone", sent)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return session.scalars(sa.select(Need).order_by(Need.id.desc()).limit(1)).one()


def test_an_old_way_back_and_an_old_form_do_not_reach_the_next_record(consultant: Browser, session: Session) -> None:
    first = call(consultant, session, "Tomteprov AB")
    old = {"title": "Från den första", "teaser": "Text", "version": str(first.version)}
    undo = {"version": str(first.version)}
    assert consultant.send(f"/needs/{first.id}/by-phone/undo", undo).status_code == 302
    session.expire_all()
    second = call(consultant, session, "Nissedatorn AB")
    if session.get_bind().dialect.name == "sqlite":
        assert second.id == first.id
    for path, sent in ((f"/needs/{second.id}/by-phone/undo", undo), (f"/needs/{second.id}/edit", old)):
        answer = consultant.send(path, sent)
        assert answer.status_code == 409, path
    session.expire_all()
    assert session.get_one(Need, second.id).title == "Behov på 14 tecken"


def test_a_form_sent_again_after_it_was_taken_back_is_saved_anew(consultant: Browser, session: Session) -> None:
    page = consultant.get("/needs/by-phone").get_data(as_text=True)
    once = page.split('name="once"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    sent = {"company": "Tomteprov AB", "title": "Mäta", "teaser": "Vi vill mäta.", "once": once}
    consultant.send("/needs/by-phone", sent)
    need = session.scalars(sa.select(Need)).one()
    undo = {"version": str(need.version)}
    consultant.send(f"/needs/{need.id}/by-phone/undo", undo)
    session.expire_all()
    assert session.scalars(sa.select(Need)).all() == []
    consultant.send("/needs/by-phone", sent)
    session.expire_all()
    assert session.scalars(sa.select(Need.title)).one() == "Mäta"
