"""The pages about companies, as a consultant meets them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.organisations import Company
from tests import factories
from tests.conftest import Browser

PAPERS = {"name": "Demo Fjärd AB", "kind": "limited_company", "org_number": "556016-0680"}


def test_a_company_is_recorded_with_its_number_cleaned(consultant: Browser, session: Session) -> None:
    answer = consultant.send("/companies/new", PAPERS)
    assert answer.status_code == 302
    company = session.scalars(sa.select(Company)).one()
    assert company.org_number == "5560160680"
    assert "556016-0680" in consultant.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("556016-0681", "Kontrollsiffran stämmer inte"),
        ("55601", "Det här har 5"),
        ("SE556016", "bara siffror"),
    ],
)
def test_a_wrong_number_says_what_is_wrong_and_keeps_what_was_typed(
    consultant: Browser, number: str, sentence: str
) -> None:
    answer = consultant.send("/companies/new", {**PAPERS, "org_number": number})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert sentence in page
    assert "Demo Fjärd AB" in page


def test_the_number_of_another_company_is_refused_by_name(consultant: Browser, session: Session) -> None:
    session.add(factories.company(name="Först AB", org_number="5560160680"))
    session.commit()
    answer = consultant.send("/companies/new", PAPERS)
    assert answer.status_code == 422
    assert "Först AB har redan det här numret" in answer.get_data(as_text=True)


def test_a_stale_edit_shows_both_versions_and_either_can_be_kept(consultant: Browser, session: Session) -> None:
    company = factories.company(name="Gammalt namn")
    session.add(company)
    session.commit()
    path = f"/companies/{company.id}/edit"
    company.name = "Kollegans namn"
    session.commit()
    mine = {"name": "Mitt namn", "kind": "limited_company", "org_number": company.org_number, "version": "1"}
    answer = consultant.send(path, mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Mitt namn" in page
    assert "Kollegans namn" in page
    # The reader can go elsewhere from it.
    assert 'href="/matches"' in page
    assert consultant.send(path, {**mine, "version": "2"}).status_code == 302
    session.expire_all()
    assert session.get_one(Company, company.id).name == "Mitt namn"


@pytest.mark.parametrize("again", ["Åkra Mätteknik AB", "åkra mätteknik ab", " Åkra Mätteknik AB "])
def test_a_second_company_with_a_name_is_asked_about_before_it_is_recorded(
    consultant: Browser, session: Session, again: str
) -> None:
    session.add(factories.company(name="Åkra Mätteknik AB"))
    session.commit()
    typed = {"name": again, "kind": "limited_company", "summary": "Ett annat bolag"}
    answer = consultant.send("/companies/new", typed)
    assert answer.status_code == 422
    assert "Åkra Mätteknik AB finns redan" in answer.text
    assert "Ett annat bolag" in answer.text
    assert 'name="is_another"' in answer.text
    assert session.scalar(sa.select(sa.func.count(Company.id))) == 1
    assert consultant.send("/companies/new", typed | {"is_another": "y"}).status_code == 302
    assert session.scalar(sa.select(sa.func.count(Company.id))) == 2


@pytest.mark.parametrize("extra", [{"is_demo": "1"}, {"name": ["a", "b"]}])
def test_unknown_and_doubled_keys_are_refused(consultant: Browser, extra: dict[str, Any]) -> None:
    assert consultant.send("/companies/new", {**PAPERS, **extra}).status_code == 400


@pytest.mark.parametrize("typed", ["556016-0680", "5560160680", "556016 0680", "16556016-0680", "556016–0680"])
def test_a_number_is_understood_however_it_is_written(consultant: Browser, session: Session, typed: str) -> None:
    assert consultant.send("/companies/new", {**PAPERS, "org_number": typed}).status_code == 302
    assert session.scalars(sa.select(Company.org_number)).one() == "5560160680"


def test_the_name_is_all_that_is_needed(consultant: Browser, session: Session) -> None:
    assert consultant.send("/companies/new", {"name": "Ö", "kind": "other"}).status_code == 302
    company = session.scalars(sa.select(Company)).one()
    assert company.org_number is None
    assert "Organisationsnummer saknas" in consultant.get(f"/companies/{company.id}").get_data(as_text=True)


def test_hostile_text_is_stored_as_typed_and_shown_escaped(consultant: Browser, session: Session) -> None:
    nasty = "<script>alert(1)</script> '; DROP TABLE company; -- %s {{ 7*7 }}"
    for field in ("name", "municipality", "field", "summary", "secrecy_note"):
        answer = consultant.send(
            "/companies/new", {**PAPERS, "name": f"Demo {field}", "org_number": "", field: nasty[:80]}
        )
        assert answer.status_code == 302, field
        for path in (answer.location, "/companies"):
            page = consultant.get(path).get_data(as_text=True)
            assert "<script>alert(1)" not in page
    assert session.scalars(sa.select(Company.name).order_by(Company.id)).first() == nasty[:80]


@pytest.mark.parametrize("path", ["/companies/999999", "/companies/999999/edit", "/companies/999999/size/new"])
def test_a_missing_company_is_not_found(consultant: Browser, path: str) -> None:
    assert consultant.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/companies", "/companies/new", "/companies/1"])
def test_the_steering_group_sees_no_companies(steering: Browser, path: str) -> None:
    assert steering.get(path).status_code == 403
