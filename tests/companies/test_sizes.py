"""Declaring a company's size: one row a year, the class by the Recommendation, never overwritten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.clock import now, today
from models.organisations import Company, SmfDeclaration
from models.smf import SizeClass, class_on
from tests import factories
from tests.conftest import Browser

FIGURES: dict[str, Any] = {
    "period_end": "2025-12-31",
    "headcount": "9,5",
    "turnover": "1 900 000",
    "currency": "EUR",
    "ownership": "autonomous",
    "declared_by": "Alva Ek",
    "declared_on": "2026-02-01",
}


@pytest.fixture
def company(session: Session) -> Company:
    """A company without a size."""
    made = factories.company(name="Storlek AB")
    session.add(made)
    session.commit()
    return made


def declare(browser: Browser, company: Company, **changes: Any) -> Any:
    """Send the form of a declaration."""
    return browser.send(f"/companies/{company.id}/size/new", {**FIGURES, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, SizeClass.MICRO),
        ({"headcount": "10"}, SizeClass.SMALL),
        ({"headcount": "9", "turnover": "2000001", "balance": "2000000"}, SizeClass.MICRO),
        ({"headcount": "249", "turnover": "50000001", "balance": "43000000"}, SizeClass.MEDIUM),
        ({"headcount": "250"}, SizeClass.LARGE),
        ({"headcount": ""}, SizeClass.UNKNOWN),
        ({"turnover": ""}, SizeClass.UNKNOWN),
        ({"publicly_owned": "y"}, SizeClass.NOT_SMF),
    ],
)
def test_the_figures_give_the_class(
    consultant: Browser, session: Session, company: Company, changes: dict[str, str], expected: SizeClass
) -> None:
    assert declare(consultant, company, **changes).status_code == 302
    assert session.scalars(sa.select(SmfDeclaration.size_class)).one() is expected


def test_the_class_can_be_seen_before_anything_is_saved(
    consultant: Browser, session: Session, company: Company
) -> None:
    answer = declare(consultant, company, preview="1")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "SMF, mikro" in page
    assert "Alva Ek" in page
    assert session.scalar(sa.select(sa.func.count(SmfDeclaration.id))) == 0


def test_a_single_year_above_the_ceiling_does_not_change_the_class_in_force(
    consultant: Browser, session: Session, company: Company
) -> None:
    session.add(factories.declaration(company, size_class=SizeClass.SMALL))
    session.commit()
    page = declare(consultant, company, headcount="60", preview="1").get_data(as_text=True)
    assert "två år i rad" in page
    assert declare(consultant, company, headcount="60").status_code == 302
    assert "SMF, litet" in consultant.get(f"/companies/{company.id}").get_data(as_text=True)


def test_a_year_is_declared_once_and_says_what_to_do(consultant: Browser, session: Session, company: Company) -> None:
    declare(consultant, company)
    answer = declare(consultant, company, headcount="12", period_end="2025-06-30")
    assert answer.status_code == 422
    assert "Det finns redan ett intyg för 2025" in answer.get_data(as_text=True)
    assert "återta det på företagets sida" in answer.get_data(as_text=True)
    row = session.scalars(sa.select(SmfDeclaration)).one()
    row.created_at = now() - timedelta(days=2)
    session.commit()
    assert "Det står kvar" in declare(consultant, company, headcount="12").get_data(as_text=True)
    session.expire_all()
    assert session.scalars(sa.select(SmfDeclaration)).one().headcount == 9.5


def test_a_slip_is_withdrawn_the_same_day_only(consultant: Browser, session: Session, company: Company) -> None:
    declare(consultant, company)
    row = session.scalars(sa.select(SmfDeclaration)).one()
    path = f"/companies/{company.id}/size/{row.id}/withdraw"
    assert "Återta" in consultant.get(f"/companies/{company.id}").get_data(as_text=True)
    row.created_at = now() - timedelta(days=2)
    session.commit()
    assert "Återta" not in consultant.get(f"/companies/{company.id}").get_data(as_text=True)
    assert consultant.send(path).status_code == 409
    row.created_at = now()
    session.commit()
    assert consultant.send(path).status_code == 302
    assert session.scalar(sa.select(sa.func.count(SmfDeclaration.id))) == 0


def test_another_companys_declaration_cannot_be_withdrawn(
    consultant: Browser, session: Session, company: Company
) -> None:
    foreign = factories.declaration(factories.company())
    session.add(foreign)
    session.commit()
    path = f"/companies/{company.id}/size/{foreign.id}/withdraw"
    assert consultant.send(path).status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"period_end": ""}, "Fyll i det här"),
        ({"headcount": "-1"}, "Talet ska ligga mellan"),
        ({"headcount": "många"}, "Det här är inte ett tal"),
        ({"turnover": "1e9"}, "Det här är inte ett tal"),
        ({"period_end": "2099-12-31"}, "Året är inte slut"),
        ({"declared_on": "2099-12-31"}, "Den dagen har inte varit än"),
        ({"declared_by": "x" * 201}, "Texten är för lång"),
        ({"ownership": "stolen"}, "Välj ett av alternativen"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    consultant: Browser, company: Company, changes: dict[str, str], sentence: str
) -> None:
    answer = declare(consultant, company, **changes)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_a_new_company_may_estimate_the_year_that_runs(consultant: Browser, session: Session, company: Company) -> None:
    ends = (today() + timedelta(days=40)).isoformat()
    assert declare(consultant, company, period_end=ends, is_estimate="y").status_code == 302
    assert session.scalars(sa.select(SmfDeclaration.is_estimate)).one() is True


def test_a_shortened_accounting_year_is_taken_and_its_turnover_brought_to_twelve_months(
    consultant: Browser, session: Session, company: Company
) -> None:
    declare(consultant, company)
    shortened = {
        "period_start": "2026-01-01",
        "period_end": "2026-06-30",
        "turnover": "1500000",
        "balance": "2000001",
    }
    assert declare(consultant, company, **shortened).status_code == 302
    rest = {"period_start": "2026-07-01", "period_end": "2026-10-31", "turnover": "500000"}
    assert declare(consultant, company, **rest).status_code == 302
    rows = session.scalars(sa.select(SmfDeclaration).order_by(SmfDeclaration.period_end)).all()
    assert [row.size_class for row in rows] == [SizeClass.MICRO, SizeClass.SMALL, SizeClass.MICRO]
    assert rows[1].turnover_eur == 1_500_000
    assert "2026-01-01 – 2026-06-30" in consultant.get(f"/companies/{company.id}").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"period_start": "2026-01-01"}, "kan inte komma efter den sista"),
        ({"period_start": "2024-05-01"}, "högst arton månader"),
        ({"period_end": "2026-06-30"}, "anger du också dess första dag"),
        ({"period_end": "2026-06-30", "period_start": "2025-12-31"}, "anger du också dess första dag"),
    ],
)
def test_accounting_years_never_share_a_day(
    consultant: Browser, company: Company, changes: dict[str, str], sentence: str
) -> None:
    declare(consultant, company)
    answer = declare(consultant, company, **changes)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_accounts_of_a_year_stand_beside_its_estimate(
    consultant: Browser, session: Session, company: Company
) -> None:
    assert declare(consultant, company, is_estimate="y").status_code == 302
    assert declare(consultant, company, is_estimate="y", headcount="7").status_code == 422
    assert declare(consultant, company, headcount="12").status_code == 302
    session.expire_all()
    rows = session.scalars(sa.select(SmfDeclaration)).all()
    assert sorted((row.is_estimate, row.size_class) for row in rows) == [(False, "small"), (True, "micro")]
    assert class_on(rows, today()) is SizeClass.SMALL


def test_partners_and_kronor_are_added_up_and_explained(
    consultant: Browser, session: Session, company: Company
) -> None:
    lines = "Moderbolaget AB; 60; 40; 1 000 000; 2 000 000\n- Systern AB; 30 %; 10; ; \nLiten ägare; 20; ; ;"
    kronor = {"currency": "SEK", "rate": "11,5", "rate_source": "Riksbanken 2025-12-31", "turnover": "11 500 000"}
    sent = {"related": lines, "ownership": "linked", **kronor, "balance": "2 300 000"}
    assert declare(consultant, company, **sent).status_code == 302
    row = session.scalars(sa.select(SmfDeclaration)).one()
    assert (row.headcount, row.turnover_eur, row.balance_eur) == (52.5, None, None)
    page = consultant.get(f"/companies/{company.id}/size").get_data(as_text=True)
    for said in ("Moderbolaget AB", "– Systern AB", "11,5000", "Riksbanken", "så en summa är okänd", "30 %"):
        assert said in page, said


def test_a_linked_company_that_is_nearly_named_as_one_on_record_is_asked_about(
    consultant: Browser, session: Session, company: Company
) -> None:
    other = factories.company(name="Systernova Analys AB")
    session.add(other)
    session.commit()
    sent = {"related": "Systernva Analys AB; 60; 40; 1; 1\nOkända Bolaget AB; 60; 1; 1; 1", "ownership": "linked"}
    asked = declare(consultant, company, **sent)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 422
    assert "kan vara Systernova Analys AB" in page
    assert f"/companies/{other.id}" in page
    assert declare(consultant, company, **sent, are_others="y").status_code == 302
    ledger = consultant.get(f"/companies/{company.id}/aid").get_data(as_text=True)
    assert "Finns det här som" in ledger


@pytest.mark.parametrize(
    ("declared", "size_class"),
    [
        # Exactly at a ceiling, whatever the rate.
        (
            {"headcount": "100", "currency": "SEK", "rate": "9,87", "rate_source": "ECB"}
            | {"turnover": "493500000", "balance": "600000000"},
            "medium",
        ),
        ({"ownership": "unknown"}, "unknown"),
        ({"ownership": "partner"}, "unknown"),
        ({"ownership": "unknown", "headcount": "300"}, "large"),
    ],
)
def test_a_class_that_counts_needs_all_that_it_depends_on(
    consultant: Browser, session: Session, company: Company, declared: dict[str, str], size_class: str
) -> None:
    assert declare(consultant, company, **declared).status_code == 302
    assert session.scalars(sa.select(SmfDeclaration.size_class)).one().value == size_class


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rate": "11,5"}, "Beloppen sägs vara i euro"),
        ({"currency": "SEK", "rate": "0,087", "rate_source": "Riksbanken"}, "mellan 5 och 20"),
        ({"currency": "DKK", "rate": "746", "rate_source": "Nationalbanken"}, "mellan 6 och 9"),
        ({"currency": "GBP", "rate": "11,5", "rate_source": "ECB"}, "mellan 0,5 och 1,2"),
        ({"currency": "SEK"}, "vad en euro var värd"),
        ({"period_start": "2025-12-31"}, "mindre än en månad"),
        ({"currency": "SEK", "rate": "11,5"}, "var kursen kommer från"),
        ({"related": "Moderbolaget AB; 60"}, "Rad 1: skriv namn"),
        ({"related": "A; 60; 1; 1; 1\nB; många; 1; 1; 1"}, "Rad 2: ”många”"),
        ({"related": "A; ; 1; 1; 1"}, "andelen i procent saknas"),
        ({"related": "- A; 60; 1; 1; 1"}, "Den första raden"),
        ({"related": "A; 60; 1; 1; 1"}, "Enligt andelarna i listan är det:"),
    ],
)
def test_a_list_or_a_rate_that_cannot_be_is_refused_in_words(
    consultant: Browser, company: Company, wrong: dict[str, str], said: str
) -> None:
    answer = declare(consultant, company, **wrong)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)


def test_the_page_of_a_company_that_has_declared_nothing_says_so(consultant: Browser, company: Company) -> None:
    page = consultant.get(f"/companies/{company.id}/size").get_data(as_text=True)
    assert "Inget räkenskapsår är intygat" in page
