"""A sole trader's number is a personal identity number: masked wherever it is shown, and kept out of addresses."""

from __future__ import annotations

from urllib.parse import quote, unquote, urljoin

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from models.org_numbers import holds_personal_number
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


SPELLINGS = [
    "750312-9806",
    "7503129806",
    "19750312-9806",
    "197503129806",
    "750312+9806",
    "750312 9806",
    "75 03 12 98 06",
    "1975-03-12-9806",
    "75.03.12/9806",
    "750312_9806",
    "750312\u20119806",
    "750312\u20109806",
    "750312\u22129806",
    "750312\u20139806",
    "750312\u00a09806",
    "750312\u202f-\u202f9806",
    "7503\u00ad12\u200b-98\u206006",
    "７５０３１２－９８０６",
    "٧٥٠٣١٢-٩٨٠٦",
    "⑦⑤⓪③①②-⑨⑧⓪⑥",
    "750372-9806",
    "Anna 750312-9806 Katt",
    "pnr:750312-9806,",
    "x750312-9806 12",
    "12 750312-9806",
]
PLACES = [
    "/companies?q={}",
    "/search?q={}&page=2",
    "/needs?sort=title&zzz={}",
    "/infrastructures?{}=1",
    "/matches?show=mine&q=katt&q={}",
    "/companies/{}",
    "/companies/{}/edit",
    "/nowhere/{}",
    "/reports/{}",
    "//evil.example/?q={}",
    "/sign-in?next=%2Fcompanies%3Fq%3D{}",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_personal_number_in_any_spelling_stays_in_no_address(
    consultant: Browser, app: Flask, spelling: str, caplog: pytest.LogCaptureFixture
) -> None:
    stranger = app.test_client()
    for place in PLACES:
        for typed in (quote(spelling, safe=""), quote(quote(spelling, safe=""))):
            address = place.format(typed)
            for browser in (consultant, stranger):
                answer = browser.get(address)
                assert answer.status_code == 302, address
                assert not holds_personal_number(unquote(unquote(answer.location))), address
                assert urljoin("https://brygga.example/", answer.location).startswith("https://brygga.example/")
                assert not holds_personal_number(answer.get_data(as_text=True))
    assert caplog.text == ""


def test_what_else_stood_in_the_address_is_kept_and_the_reader_told(consultant: Browser) -> None:
    answer = consultant.get("/companies?sort=needs&q=750312%E2%80%919806&page=2")
    assert answer.location == "/companies?sort=needs&page=2"
    assert "Ett personnummer får inte stå i en webbadress" in consultant.get(answer.location).get_data(as_text=True)


def test_a_telephone_number_that_may_be_a_persons_own_is_asked_for_with_its_signs(consultant: Browser) -> None:
    answer = consultant.get("/search?q=0701234569")
    assert answer.location == "/search"
    assert "Skriv ett telefonnummer som 070-123 45 67" in consultant.get(answer.location).text


def test_a_form_is_not_sent_to_an_address_with_a_personal_number(consultant: Browser) -> None:
    assert consultant.send("/companies/new?q=750312-9806", {}).status_code == 400


@pytest.mark.parametrize(
    "typed",
    [
        "556016-0680",
        "202100-2973",
        "070-123",
        "+46 70 123 45 67",
        "2026-10",
        "2026-11-29",
        "751332-9806",
        "7503129806123",
        "0701234567",
        "070-174 06 05",
    ],
)
def test_other_numbers_may_stand_in_addresses(consultant: Browser, typed: str) -> None:
    assert consultant.get("/companies", query_string={"q": typed}).status_code == 200


def test_a_mask_is_no_number_for_anybody_else(consultant: Browser, session: Session) -> None:
    answer = consultant.send("/companies/new", {"name": "X", "kind": "sole_trader", "org_number": MASK})
    assert answer.status_code == 422
