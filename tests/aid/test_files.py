"""What leaves Brygga about aid: the letter and the form, the register's list, sums for the steering group."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
from pypdf import PdfReader

from models.aid import EarlierAid
from models.aid_rules import AidStep
from models.clock import quarter_of, start_of, today
from models.organisations import Company
from models.working_days import weekdays_after
from tests import factories
from tests.aid.conftest import Support
from tests.conftest import Browser


def text_of(consultant: Browser, path: str) -> str:
    answer = consultant.get(path)
    assert answer.status_code == 200, path
    reader = PdfReader(io.BytesIO(answer.data))
    assert reader.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]  # an object of the library's
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize(
    ("language", "law", "name"),
    [("sv", "Kommissionens förordning (EU) 2023/2831", "Intyg om"), ("en", "Commission Regulation", "Declaration of")],
)
def test_letter_and_form_are_filled_in(
    consultant: Browser, support: Support, language: str, law: str, name: str
) -> None:
    declared = [EarlierAid(granted_on=today(), giver="Fonden", aid_eur=Decimal("1234.50"))]
    grant = support.grant(AidStep.DECLARED, earlier=declared)
    letter = text_of(consultant, f"/aid/{grant.id}/letter.{language}.pdf")
    form = text_of(consultant, f"/aid/{grant.id}/declaration.{language}.pdf")
    for text in (letter, form):
        assert law in text
        assert "Stödda AB" in text
        assert grant.what in text
    assert "Brygga" in form
    assert name in form
    assert "Fonden" in form
    assert "Fonden" not in letter
    assert consultant.get(f"/aid/{grant.id}/letter.fi.pdf").status_code == 404


@pytest.mark.only_on("sqlite")
def test_the_registers_list_has_what_was_granted_and_no_more(consultant: Browser, support: Support) -> None:
    support.grant(AidStep.CHECKED)
    support.grant(AidStep.APPROVED, nace="72.110")
    support.grant(AidStep.APPROVED, is_demo=True)
    content = consultant.get("/aid/register.csv").data.decode("utf-8-sig")
    _heads, *rows = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    assert [(row[0], row[2], row[6]) for row in rows] == [("Stödda AB", "10000,00", "72.110")]
    number, day = support.company.shown_org_number, weekdays_after(today(), 20)
    listed = consultant.get("/aid/export.csv").data.decode("utf-8-sig")
    cells = {cell for row in csv.reader(io.StringIO(listed, newline=""), delimiter=";") for cell in row}
    assert {number, "72.110", str(day)} <= cells
    assert str(day) in consultant.get("/aid").get_data(as_text=True)


def test_the_steering_group_sees_sums_of_three_companies_or_more_only(
    consultant: Browser, steering: Browser, support: Support
) -> None:
    companies = [support.company, *(factories.company() for _ in range(2))]
    support.session.add_all(companies)
    support.session.commit()
    quarter = quarter_of(today())

    def granted(company: Company, days_before: int = 1) -> None:
        made = support.grant(AidStep.APPROVED, company=company, on=quarter - timedelta(days=days_before))
        for step in made.steps:
            step.updated_at = start_of(quarter - timedelta(days=days_before))
        support.session.commit()

    for company in companies[:2]:
        granted(company)
    assert "20\u00a0000,00" in consultant.get("/aid/sums").get_data(as_text=True)
    assert "20\u00a0000,00" not in steering.get("/aid/sums").get_data(as_text=True)
    granted(companies[2])
    # Not before its quarter is over, whichever day it is said to be of.
    support.grant(AidStep.APPROVED, company=companies[2], market_sek=Decimal(114_000))
    support.grant(AidStep.APPROVED, company=companies[2], market_sek=Decimal(114_000), on=quarter - timedelta(days=1))
    page = steering.get("/aid/sums").get_data(as_text=True)
    assert "30\u00a0000<" in page.replace("\n", "")
    assert "Stödda AB" not in page
    assert steering.get("/aid").status_code == 403
