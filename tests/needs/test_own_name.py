"""A public text that tells which company it is about is warned of, and calendars name no secret company."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.companies.own_name import own_names_in
from models.clock import today
from models.matches import Stage
from models.meetings import MeetingStatus
from tests import factories
from tests.conftest import Browser

WARNING = "Den offentliga texten avslöjar vilket företag det är"


@pytest.mark.parametrize(
    ("name", "website", "text", "told"),
    [
        ("Sagolik Process AB", None, "Sagolik Process vill mäta.", ["Sagolik Process"]),
        ("Sagolik Process AB", None, "SAGOLIKS metod skalas upp.", ["Sagolik"]),
        ("Sagolik-Process AB (publ)", None, "Hos sagolikprocess går det fort.", ["Sagolik Process"]),
        ("Åkerbär Biotech AB", None, "Vi på Akerbar söker hjälp.", ["Åkerbär"]),
        ("NGX AB", None, "NGX vill mäta.", ["NGX"]),
        ("Lund Medical AB", None, "Ett medicinskt behov i Lund.", []),
        ("Nordic Life Science AB", None, "En nordisk metod för life science.", []),
        ("Tyst AB", "https://www.kvantmatning.se/om", "Se kvantmatning.se för mer.", ["kvantmatning"]),
        ("Sagolik AB", None, "Vi vill mäta hur hårt det binder.", []),
    ],
)
def test_names_parts_and_domains_are_found(
    session: Session, name: str, website: str | None, text: str, told: list[str]
) -> None:
    company = factories.company(name=name, website=website)
    session.add(company)
    session.commit()
    assert own_names_in(company, text) == told


def test_a_name_that_the_company_had_before_is_found(session: Session, consultant: Browser) -> None:
    company = factories.company(name="Gamlanamnet AB", municipality=None)
    session.add(company)
    session.commit()
    sent = {"name": "Nyanamnet AB", "kind": "limited_company", "version": "1"}
    assert consultant.send(f"/companies/{company.id}/edit", sent).status_code == 302
    session.expire_all()
    assert own_names_in(company, "Vi på Gamlanamnet vill mäta.") == ["Gamlanamnet"]


@pytest.mark.parametrize("where", ["title", "teaser"])
def test_the_form_and_the_page_of_a_need_warn_of_what_was_let_stand(
    session: Session, consultant: Browser, where: str
) -> None:
    company = factories.company(name="Sagolik Process AB", secrecy_note="Börsnoteras i vår.")
    session.add(company)
    session.commit()
    sent = {"title": "Mäta bindning", "teaser": "Vi vill mäta.", where: "Sagoliks metod", "tells_who": "y"}
    page = consultant.send(f"/needs/new?company={company.id}", sent)
    assert page.status_code == 302
    said = consultant.get(page.location).get_data(as_text=True)
    assert WARNING in said
    assert "Företaget har bett om sekretess" in said
    assert WARNING in consultant.get(f"{page.location}/edit").get_data(as_text=True)
    refused = consultant.send(f"/needs/new?company={company.id}", {**sent, "trl": "99"})
    assert refused.status_code == 422
    assert WARNING in refused.get_data(as_text=True)


def test_a_text_that_tells_nobody_is_not_warned_of(session: Session, consultant: Browser) -> None:
    need = factories.need(factories.company(name="Sagolik Process AB"), title="Mäta", teaser="Vi vill mäta.")
    session.add(need)
    session.commit()
    assert WARNING not in consultant.get(f"/needs/{need.id}").get_data(as_text=True)


@pytest.mark.parametrize("secret", [True, False])
def test_a_calendar_names_no_company_that_has_asked_for_secrecy(
    session: Session, consultant: Browser, *, secret: bool
) -> None:
    company = factories.company(name="Sagolik Process AB", secrecy_note="Hemligt." if secret else None)
    match = factories.match(
        factories.need(company), factories.capability(factories.infrastructure()), stage=Stage.INTRODUCED
    )
    meeting = factories.meeting(match, status=MeetingStatus.PLANNED, held_on=today() + timedelta(days=3))
    session.add(meeting)
    session.commit()
    answer = consultant.get(f"/meetings/{meeting.id}/invitation.ics")
    said = answer.get_data(as_text=True) + str(answer.headers)
    assert ("Sagolik" in said) is not secret
