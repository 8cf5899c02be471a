"""A public text that tells which company it is, is asked about before it is saved, by every form that takes one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.achievements import Achievement
from models.needs import Need
from models.organisations import Company
from tests import factories
from tests.conftest import Browser

pytestmark = pytest.mark.only_on("sqlite")
SAID = "det framgår vilket företag det är"


@pytest.fixture
def company(session: Session) -> Company:
    """A company with a name of its own."""
    made = factories.company(name="Fjällglimt Analys AB")
    session.add(made)
    session.commit()
    return made


def test_a_new_need_that_names_its_company_is_asked_about(
    consultant: Browser, session: Session, company: Company
) -> None:
    path, typed = f"/needs/new?company={company.id}", {"title": "Fjällglimts prov", "teaser": "Vi vill mäta."}
    asked = consultant.send(path, typed)
    assert asked.status_code == 422
    assert SAID in asked.text
    assert 'name="tells_who"' in asked.text
    assert session.scalars(sa.select(Need)).all() == []
    assert consultant.send(path, {**typed, "tells_who": "y"}).status_code == 302
    need = session.scalars(sa.select(Need)).one()
    edit = f"/needs/{need.id}/edit"
    kept = {"title": need.title, "teaser": need.teaser, "version": "1"}
    assert consultant.send(edit, {**kept, "private_text": "x"}).status_code == 302, "what stood is not asked about"
    changed = {**kept, "teaser": "Analys av Fjällglimt.", "version": "2"}
    assert SAID in consultant.send(edit, changed).text


def test_a_need_by_phone_is_asked_about_too(consultant: Browser, session: Session) -> None:
    typed = {"company": "Nyglimt Optik AB", "title": "Nyglimt söker laser", "teaser": "Vi söker en laser."}
    asked = consultant.send("/needs/by-phone", typed)
    assert asked.status_code == 422
    assert SAID in asked.text
    assert consultant.send("/needs/by-phone", {**typed, "tells_who": "y"}).status_code == 302
    assert session.scalars(sa.select(Need.title)).one() == typed["title"]


def test_the_title_of_a_result_names_no_company_that_has_not_agreed(
    consultant: Browser, session: Session, company: Company
) -> None:
    assert company.id
    session.add(factories.programme())
    session.commit()
    number = session.scalar(sa.text("SELECT id FROM programme"))
    typed = {"title": "Nätverk med Fjällglimt Analys", "network_type": "Branschnätverk", "happened_on": "2026-03-01",
             "programme_id": str(number)}  # fmt: skip
    refused = consultant.send("/achievements/new/network", typed)
    assert refused.status_code == 422
    assert "har inte gått med på att nämnas" in refused.text
    assert session.scalars(sa.select(Achievement)).all() == []
