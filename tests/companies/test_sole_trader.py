"""A sole trader's number is a personal identity number: masked wherever it is shown, and kept out of addresses."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.organisations import Company, CompanyKind
from tests import factories
from tests.conftest import Browser

NUMBER = "7503129806"
MASK = "75XXXX-XXXX"


@pytest.fixture
def trader(session: Session) -> Company:
    """A sole trader on record."""
    company = factories.company(name="Låtsaskatt", kind=CompanyKind.SOLE_TRADER, org_number=NUMBER)
    session.add(company)
    session.commit()
    return company


def test_every_page_shows_the_mask_only(consultant: Browser, trader: Company) -> None:
    for path in (
        "/companies",
        "/companies?q=katt",
        f"/companies/{trader.id}",
        f"/companies/{trader.id}/edit",
        f"/companies/{trader.id}/size/new",
        f"/companies/{trader.id}/people/new",
        "/search?q=katt",
    ):
        page = consultant.get(path).get_data(as_text=True)
        assert NUMBER not in page, path
        assert "750312-9806" not in page, path
    assert MASK in consultant.get(f"/companies/{trader.id}").get_data(as_text=True)


def test_the_masked_number_stays_when_it_is_sent_back(consultant: Browser, trader: Company, session: Session) -> None:
    changed = {"name": "Nytt namn", "kind": "sole_trader", "org_number": MASK, "version": "1"}
    assert consultant.send(f"/companies/{trader.id}/edit", changed).status_code == 302
    session.expire_all()
    assert session.get_one(Company, trader.id).org_number == NUMBER


def test_the_number_can_be_changed_and_taken_away(consultant: Browser, trader: Company, session: Session) -> None:
    other = "8112189876"
    changed = {"name": "Namn", "kind": "sole_trader", "org_number": other, "version": "1"}
    assert consultant.send(f"/companies/{trader.id}/edit", changed).status_code == 302
    emptied = {**changed, "org_number": "", "version": "2"}
    assert consultant.send(f"/companies/{trader.id}/edit", emptied).status_code == 302
    session.expire_all()
    assert session.get_one(Company, trader.id).org_number is None


def test_a_stale_edit_shows_neither_number(consultant: Browser, trader: Company, session: Session) -> None:
    trader.name = "Kollegans namn"
    session.commit()
    mine = {"name": "Mitt namn", "kind": "sole_trader", "org_number": MASK, "version": "1"}
    answer = consultant.send(f"/companies/{trader.id}/edit", mine)
    assert answer.status_code == 409
    assert NUMBER not in answer.get_data(as_text=True)
    assert MASK in answer.get_data(as_text=True)


def test_a_personal_number_needs_a_sole_trader(consultant: Browser, session: Session) -> None:
    answer = consultant.send(
        "/companies/new", {"name": "Fel form", "kind": "limited_company", "org_number": "750312-9806"}
    )
    assert answer.status_code == 422
    assert "Välj enskild firma" in answer.get_data(as_text=True)
    assert session.scalar(sa.select(sa.func.count(Company.id))) == 0
    form = {"name": "Rätt form", "kind": "sole_trader", "org_number": "19750312-9806"}
    answer = consultant.send("/companies/new", form)
    assert answer.status_code == 302
    assert NUMBER not in answer.location


def test_a_mask_is_no_number_for_anybody_else(consultant: Browser, session: Session) -> None:
    answer = consultant.send("/companies/new", {"name": "X", "kind": "sole_trader", "org_number": MASK})
    assert answer.status_code == 422
