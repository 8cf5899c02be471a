"""Who may read a need, and how much of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models.clock import now
from models.matches import CloseReason, Stage
from tests import factories
from tests.conftest import Browser, sign_in
from tests.needs.scenes import SECRET, asked, offered, staff_of
from tests.security.addresses import neutral

REACHED = [Stage.INTRODUCED, Stage.MEETING_HELD, Stage.AGREED, Stage.USED]


@pytest.mark.parametrize("stage", REACHED)
def test_an_introduced_infrastructure_reads_its_layer_and_nothing_more(
    app: Flask, session: Session, stage: Stage
) -> None:
    capability = offered(session)
    need = asked(session)
    session.add(factories.match(need, capability, stage=stage))
    browser = sign_in(app, staff_of(session, capability.infrastructure))
    answer = browser.get(f"/needs/{need.id}")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "Tolv varianter i buffert." in page
    assert SECRET not in page
    assert "Poäng" not in page


@pytest.mark.parametrize("stage", [Stage.SUGGESTED, Stage.SHORTLISTED, Stage.CLOSED])
def test_an_infrastructure_that_was_never_introduced_finds_no_need(app: Flask, session: Session, stage: Stage) -> None:
    capability = offered(session)
    need = asked(session)
    session.add(factories.match(need, capability, stage=stage))
    browser = sign_in(app, staff_of(session, capability.infrastructure))
    assert browser.get(f"/needs/{need.id}").status_code == 404


def test_an_infrastructure_that_was_introduced_still_reads_a_need_when_the_match_is_closed(
    app: Flask, session: Session
) -> None:
    capability = offered(session)
    match = factories.match(asked(session), capability, stage=Stage.INTRODUCED)
    match.close(CloseReason.INFRASTRUCTURE_DECLINED, by_id=None, at=now())
    session.add(match)
    browser = sign_in(app, staff_of(session, capability.infrastructure))
    assert browser.get(f"/needs/{match.need.id}").status_code == 200


def test_an_introduction_that_was_taken_back_closes_the_need_to_the_infrastructure(
    app: Flask, session: Session
) -> None:
    capability = offered(session)
    match = factories.match(asked(session), capability, stage=Stage.INTRODUCED)
    match.correct(Stage.SHORTLISTED, by_id=None, at=now())
    session.add(match)
    browser = sign_in(app, staff_of(session, capability.infrastructure))
    assert browser.get(f"/needs/{match.need.id}").status_code == 404


def test_another_infrastructure_finds_no_need_and_cannot_tell_it_from_a_missing_one(
    app: Flask, session: Session
) -> None:
    capability = offered(session)
    need = asked(session)
    session.add(factories.match(need, capability, stage=Stage.INTRODUCED))
    browser = sign_in(app, staff_of(session, offered(session).infrastructure))
    foreign, missing = (browser.get(path) for path in (f"/needs/{need.id}", "/needs/999999"))
    assert foreign.status_code == missing.status_code == 404
    assert neutral(foreign.get_data(as_text=True), f"/needs/{need.id}") == neutral(
        missing.get_data(as_text=True), "/needs/999999"
    )


@pytest.mark.parametrize("path", ["/needs", "/needs/new", "/needs/{id}/edit", "/needs/{id}/compare"])
def test_an_infrastructure_reaches_no_other_page_about_needs(app: Flask, session: Session, path: str) -> None:
    capability = offered(session)
    need = asked(session)
    session.add(factories.match(need, capability, stage=Stage.INTRODUCED))
    browser = sign_in(app, staff_of(session, capability.infrastructure))
    assert browser.get(path.format(id=need.id)).status_code == 403


def test_the_steering_group_reads_no_need(steering: Browser, session: Session) -> None:
    need = asked(session)
    for path in ("/needs", f"/needs/{need.id}"):
        assert steering.get(path).status_code == 403
