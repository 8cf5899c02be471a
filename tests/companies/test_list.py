"""The list of companies: orders, saved views, search, and what a row says."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.clock import today
from models.matches import Stage
from models.needs import NeedStatus
from models.organisations import CompanyKind
from models.programmes import CountingRule, Indicator, Programme
from models.smf import SizeClass
from tests import factories
from tests.conftest import Browser

LINKED_NAME = re.compile(r'<th scope="row"><a href="/companies/\d+">([^<]+)</a>')


def names_in(browser: Browser, path: str = "/companies") -> list[str]:
    """Return the companies that a list shows, in its order."""
    answer = browser.get(path)
    assert answer.status_code == 200
    return LINKED_NAME.findall(answer.get_data(as_text=True))


def test_names_and_municipalities_sort_as_in_swedish(consultant: Browser, session: Session) -> None:
    for name, place in (("Ö", "Östersund"), ("zeta", "Älmhult"), ("Ä", "Åre"), ("Alfa", "Zinkgruvan"), ("Å", "Arboga")):
        session.add(factories.company(name=name, municipality=place))
    session.commit()
    assert names_in(consultant) == ["Alfa", "zeta", "Å", "Ä", "Ö"]
    assert names_in(consultant, "/companies?sort=-name") == ["Ö", "Ä", "Å", "zeta", "Alfa"]
    assert names_in(consultant, "/companies?sort=municipality") == ["Å", "Alfa", "Ä", "zeta", "Ö"]


def test_open_needs_and_last_contact_sort(consultant: Browser, session: Session) -> None:
    busy, idle = factories.company(name="Busy", last_contact_on=date(2026, 1, 1)), factories.company(name="Idle")
    session.add_all([busy, idle, factories.need(busy), factories.need(idle, status=NeedStatus.DRAFT)])
    session.commit()
    assert names_in(consultant, "/companies?sort=-needs") == ["Busy", "Idle"]
    assert names_in(consultant, "/companies?sort=needs") == ["Idle", "Busy"]
    assert names_in(consultant, "/companies?sort=contact") == ["Busy", "Idle"]


def test_a_row_says_size_open_needs_and_furthest_stage(consultant: Browser, session: Session) -> None:
    company = factories.company(name="Row AB")
    capability = factories.capability(factories.infrastructure())
    closed = factories.match(factories.need(company), capability, stage=Stage.CLOSED)
    further = factories.match(factories.need(company), capability, stage=Stage.MEETING_HELD)
    session.add_all([factories.declaration(company, size_class=SizeClass.MEDIUM), closed, further])
    session.commit()
    page = consultant.get("/companies").get_data(as_text=True)
    row = page[page.index("Row AB") : page.index("</tr>", page.index("Row AB"))]
    assert "SMF, medelstort" in row
    assert "Möte hållet" in row
    assert "Avslutad" not in row
    assert "<div>2</div>" in row


def test_the_saved_views(consultant: Browser, session: Session) -> None:
    me = session.query(User).filter(User.role == Role.CONSULTANT).one()
    recent = today() - timedelta(days=5)
    session.add(factories.company(name="Mine", owner_id=me.id, last_contact_on=recent))
    session.add(factories.company(name="Quiet", last_contact_on=today() - timedelta(days=61)))
    session.add(factories.company(name="Never", last_contact_on=None))
    session.add(factories.company(name="Unnumbered", org_number=None, last_contact_on=recent))
    session.commit()
    assert names_in(consultant, "/companies?show=mine") == ["Mine"]
    assert names_in(consultant, "/companies?show=quiet") == ["Never", "Quiet"]
    assert names_in(consultant, "/companies?show=unnumbered") == ["Unnumbered"]
    assert names_in(consultant, "/companies?show=nonsense") == ["Mine", "Never", "Quiet", "Unnumbered"]


def test_the_counted_view_holds_exactly_the_companies_behind_the_figure(consultant: Browser, session: Session) -> None:
    programme = add_programme(session)
    capability = factories.capability(factories.infrastructure())
    counted, unproven = factories.company(name="Counted"), factories.company(name="Unproven")
    for company, evidence in ((counted, "Beställning 17"), (unproven, None)):
        use = factories.use(
            factories.match(factories.need(company, programme=programme), capability, stage=Stage.USED),
            evidence=evidence,
        )
        session.add_all([factories.declaration(company), use])
    session.commit()
    assert names_in(consultant, "/companies?show=counted") == ["Counted"]
    assert 'Räknade företag <span class="count">1</span>' in consultant.get("/companies").get_data(as_text=True)


def add_programme(session: Session) -> Programme:
    """Add the programme that runs here, with the indicator that counts companies."""
    programme = Programme(
        code="klustermotor",
        name_sv="Klustermotor",
        name_en="Cluster engine",
        starts_on=date(2025, 2, 3),
        ends_on=date(2027, 10, 31),
    )
    programme.indicators.append(
        Indicator(code="smf", name_sv="SMF", name_en="SME", unit="SMF", target=Decimal(10), rule=CountingRule.SMF_USED)
    )
    session.add(programme)
    session.commit()
    return programme


def test_search_finds_names_and_numbers_and_keeps_the_view(consultant: Browser, session: Session) -> None:
    session.add(factories.company(name="Ångström Optik AB", org_number="5560160680", municipality="Solna"))
    session.add(factories.company(name="100 % Natur_kost", municipality="Lund"))
    session.commit()
    assert names_in(consultant, "/companies?q=ÅNGSTRÖM") == ["Ångström Optik AB"]
    assert names_in(consultant, "/companies?q=556016-0680") == ["Ångström Optik AB"]
    assert names_in(consultant, "/companies?q=556016") == ["Ångström Optik AB"]
    assert names_in(consultant, "/companies?q=100+%25") == ["100 % Natur_kost"]
    assert names_in(consultant, "/companies?q=%25") == []
    assert names_in(consultant, "/companies?q=natur_") == ["100 % Natur_kost"]
    assert names_in(consultant, "/companies?municipality=Solna") == ["Ångström Optik AB"]
    assert "Inget passar" in consultant.get("/companies?q=finns+inte").get_data(as_text=True)


def test_a_sole_trader_is_masked_and_not_found_by_number(consultant: Browser, session: Session) -> None:
    session.add(factories.company(name="Djurhälsa", kind=CompanyKind.SOLE_TRADER, org_number="7503129806"))
    session.commit()
    assert names_in(consultant, "/companies?q=750312") == []
    for typed in ("7503129806", "750312-9806", "19750312-9806", "750312 9806"):
        answer = consultant.get("/companies", query_string={"q": typed})
        assert answer.status_code == 302
        assert answer.location == "/companies"
    assert "9806" not in consultant.get("/companies").get_data(as_text=True)


@pytest.mark.parametrize("sort", ["name", "municipality", "-needs", "contact"])
@pytest.mark.parametrize("how_many", [1, 200])
def test_the_list_costs_the_same_statements_however_long(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int, sort: str
) -> None:
    capability = factories.capability(factories.infrastructure())
    for number in range(how_many):
        company = factories.company(municipality=f"Kommun {number}")
        session.add_all([factories.declaration(company), factories.match(factories.need(company), capability)])
    session.commit()
    with count_statements() as statements:
        assert consultant.get(f"/companies?sort={sort}").status_code == 200
    assert len(statements) <= 16


def test_an_archived_company_is_out_of_the_lists_found_by_its_filter_and_taken_up_again(
    consultant: Browser, session: Session
) -> None:
    quiet, busy = factories.company(name="Vilande AB"), factories.company(name="Aktiv AB")
    session.add_all([quiet, busy, factories.need(busy), factories.need(quiet, status=NeedStatus.WITHDRAWN)])
    session.commit()
    page = f"/companies/{quiet.id}"
    assert consultant.send(f"{page}/archive", {"version": str(quiet.version)}).status_code == 302
    shown = consultant.get(page).text
    assert "Arkiverat" in shown
    assert names_in(consultant) == ["Aktiv AB"]
    assert names_in(consultant, "/companies?show=archived") == ["Vilande AB"]
    assert names_in(consultant, "/companies?show=unnumbered") == []
    assert "Vilande AB" in consultant.get("/search?q=vilande").text
    refused = consultant.send(f"/companies/{busy.id}/archive", {"version": str(busy.version)})
    assert refused.status_code == 409
    assert "öppna behov" in refused.text
    session.refresh(quiet)
    stale = str(quiet.version - 1)
    assert consultant.send(f"{page}/take-up", {"version": stale}).status_code == 409
    assert consultant.send(f"{page}/take-up", {"version": str(quiet.version)}).location == page
    assert names_in(consultant) == ["Aktiv AB", "Vilande AB"]
