"""A company of another country is recorded, found, compared, imported, counted and shown like a Swedish one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.duplicates.fields import MergeSide, merged_values
from app.imports.row_forms import RowReader
from app.likeness.facts import company_facts
from app.likeness.rule import compare
from models.imports import ImportKind
from models.organisations import Company, CompanyKind
from tests import factories
from tests.conftest import Browser

NUMBER = "DK13585628"
FORM = {"name": "Sund ApS", "kind": "limited_company"}


@pytest.mark.parametrize(
    "typed",
    [
        {"country": "DK", "org_number": "13 58 56 28"},
        {"country": "SE", "org_number": "DK-13585628"},
        {"org_number": "dk 13585628"},
    ],
)
def test_the_number_is_kept_with_its_country(consultant: Browser, session: Session, typed: dict[str, str]) -> None:
    assert consultant.send("/companies/new", FORM | typed).status_code == 302
    company = session.scalars(sa.select(Company)).one()
    assert (company.org_number, company.country) == (NUMBER, "DK")
    page = consultant.get(f"/companies/{company.id}").get_data(as_text=True)
    assert "DK 13585628" in page
    assert "Danmark" in page
    assert "Danmark" in consultant.get("/companies").get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"country": "DK", "org_number": "13585629"}, "inget giltigt CVR-nummer i Danmark"),
        ({"country": "DK", "org_number": "NO988077917"}, "Numret hör till Norge"),
        ({"country": "DK", "org_number": "556016-0680"}, "inget giltigt CVR-nummer"),
        ({"country": "", "org_number": "556016-0680"}, "Välj det land som numret hör till"),
        ({"country": "ES", "org_number": "54362315K"}, "Välj enskild firma"),
        ({"country": "US", "org_number": ""}, "Välj ett av alternativen"),
    ],
)
def test_another_number_is_refused_with_a_reason(
    consultant: Browser, session: Session, typed: dict[str, str], said: str
) -> None:
    answer = consultant.send("/companies/new", FORM | typed)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert session.scalar(sa.select(sa.func.count(Company.id))) == 0


def test_the_country_changes_with_the_number_and_can_be_one_without_numbers(
    consultant: Browser, session: Session
) -> None:
    company = factories.company(name="Sund ApS", org_number=NUMBER)
    session.add(company)
    session.commit()
    assert company.country == "DK"
    path = f"/companies/{company.id}/edit"
    assert consultant.send(path, FORM | {"country": "", "org_number": "", "version": "1"}).status_code == 302
    kept = sa.select(Company.country, Company.org_number)
    assert session.execute(kept).one() == (None, None)
    again = FORM | {"country": "SE", "org_number": "556016-0680", "version": "2"}
    assert consultant.send(path, again).status_code == 302
    assert session.execute(kept).one() == ("SE", "5560160680")


def test_the_number_is_found_in_any_form(consultant: Browser, session: Session) -> None:
    session.add(factories.company(name="Sund ApS", org_number=NUMBER))
    session.add(factories.company(name="Fjord AS", org_number="NO988077917"))
    session.add(factories.company(name="Molen BV", org_number="NL004495445B01"))
    session.commit()
    for typed, name in (
        ("DK 13 58 56 28", "Sund ApS"),
        ("13585628", "Sund ApS"),
        ("NO 988 077 917 MVA", "Fjord AS"),
        ("988077917", "Fjord AS"),
        ("NL 4495445 B01", "Molen BV"),
    ):
        for path in ("/companies", "/search"):
            page = consultant.get(path, query_string={"q": typed}).get_data(as_text=True)
            others = {"Sund ApS", "Fjord AS", "Molen BV"} - {name}
            assert name in page, (path, typed)
            assert not any(other in page for other in others), (path, typed)


def test_the_number_makes_two_records_one_and_two_numbers_two_companies(session: Session) -> None:
    one, same = company_facts("Sund ApS", number=NUMBER), company_facts("Helt annat", number=NUMBER)
    found = compare(one, same)
    assert found is not None
    assert found.score == 1
    assert compare(one, company_facts("Sund ApS", number="5560160680")) is None
    stays, goes = factories.company(org_number=None), factories.company(org_number=NUMBER)
    session.add_all([stays, goes])
    session.flush()
    values = merged_values(stays, goes, dict.fromkeys(_FACTS, MergeSide.STAYS) | {"org_number": MergeSide.GOES})
    assert (values["org_number"], values["country"]) == (NUMBER, "DK")


_FACTS = (
    *("name", "org_number", "municipality", "field", "website", "summary", "secrecy_note", "owner_id"),
    "name_released_on",
)


def test_a_sole_traders_number_is_masked_abroad_too(consultant: Browser, session: Session) -> None:
    trader = factories.company(name="Sola Uno", org_number="ES54362315K", kind=CompanyKind.SOLE_TRADER)
    session.add(trader)
    session.commit()
    page = consultant.get(f"/companies/{trader.id}").get_data(as_text=True)
    assert "ES XXXX-XXXX" in page
    assert "54362315" not in page
    sent = {"name": "Annat Namn", "kind": "sole_trader", "country": "ES", "org_number": "ES XXXX-XXXX", "version": "1"}
    assert consultant.send(f"/companies/{trader.id}/edit", sent).status_code == 302
    session.expire_all()
    assert trader.org_number == "ES54362315K"
    consultant.get("/companies")
    assert "Annat Namn" not in consultant.get("/search?q=54362315K").get_data(as_text=True)


@pytest.mark.only_on("sqlite")
def test_the_cells_of_a_row_are_read_by_its_country(app: Flask) -> None:
    with app.test_request_context():
        reader = RowReader(ImportKind.COMPANIES)
        assert reader.read({"org_number": "13 58 56 28", "country": "Danmark"})[0]["org_number"] == NUMBER
        assert reader.read({"org_number": "556016-0680"})[0]["org_number"] == "5560160680"
        assert "CVR-nummer" in reader.read({"country": "DK", "org_number": "13585629"})[1]["org_number"]
