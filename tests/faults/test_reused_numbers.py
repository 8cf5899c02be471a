"""SQLite gives the number of the last row that was removed to the next; what was shown of one never fits the other."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.judgements import Judgement
from models.matches import Match
from models.needs import Need
from tests import factories
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


def test_what_an_act_deleted_comes_back_though_its_number_is_anothers_by_now(
    consultant: Browser, session: Session
) -> None:
    """A verdict goes when its match is opened again; the next one has its number on SQLite."""
    capability = factories.capability(factories.infrastructure())
    needs = [factories.need(factories.company()) for _ in range(2)]
    session.add_all([capability, *needs])
    session.commit()
    first, second = (f"/needs/{need.id}/capabilities/{capability.id}" for need in needs)
    dismissed = {"reason": "other"}
    assert consultant.send(f"{first}/dismiss", dismissed).status_code == 302
    match = session.scalars(sa.select(Match)).one()
    back = {"stage": "suggested", "version": str(match.version)}
    assert consultant.send(f"/matches/{match.id}/stage", back).status_code == 302
    assert session.scalars(sa.select(Judgement)).all() == []
    assert consultant.send(f"{second}/dismiss", dismissed).status_code == 302
    session.expire_all()
    assert consultant.send(f"/matches/{match.id}/undo", {"version": str(match.version)}).status_code == 302
    found = session.scalars(sa.select(Judgement.need_id).order_by(Judgement.need_id)).all()
    assert found == [need.id for need in needs]
