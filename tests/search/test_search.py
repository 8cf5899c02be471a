"""Search: what each reader finds, by names only, and never a confidential word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.limits import SEARCH_HITS
from models.accounts import Role
from models.hand_ins import HandInState
from models.matches import Stage
from models.organisations import CompanyKind
from tests import factories
from tests.conftest import Browser

CANARY = "kanariefågel"


def found(browser: Browser, query: str) -> str:
    """Return the page of a search, below its heading."""
    answer = browser.get("/search", query_string={"q": query})
    assert answer.status_code == 200
    page: str = answer.get_data(as_text=True)
    return page[page.index("</form>", page.index("</h1>")) :]


def test_the_office_finds_every_kind_by_name(consultant: Browser, session: Session) -> None:
    company = factories.company(name="Björk Bolag")
    infrastructure = factories.infrastructure(name_sv="Björkenheten", name_en="Birch unit")
    capability = factories.capability(infrastructure, title_sv="Björkmätning", title_en="Birch assay")
    need = factories.need(company, title="Björksav behöver mätas")
    session.add_all([factories.contact(company, name="Anna Björk"), capability, need])
    session.commit()
    page = found(consultant, "BJÖRK")
    for name in ("Björk Bolag", "Anna Björk", "Björksav behöver mätas", "Björkenheten", "Björkmätning"):
        assert name in page
    english = found(consultant, "birch")
    assert "Björkenheten" in english
    assert "Björkmätning" in english


def test_what_waits_is_found_by_the_office_and_files_say_where_they_stand(
    consultant: Browser, make_browser: Callable[..., Browser], session: Session
) -> None:
    waiting = factories.hand_in(title="Grynig salva", company_name="Salvbolaget AB", text=CANARY)
    session.add_all([waiting, factories.hand_in(title="Grynig kräm", state=HandInState.UNCONFIRMED)])
    infrastructure = factories.infrastructure()
    need = factories.need(factories.company(), title="Mäta partiklar")
    match = factories.match(need, factories.capability(infrastructure), stage=Stage.INTRODUCED)
    session.add(match)
    session.flush()
    file = factories.record_file(need_id=need.id, name="salvprov.pdf", for_infrastructure=True)
    session.add(file)
    session.commit()
    for words in ("grynig", "salvbolaget"):
        page = found(consultant, words)
        assert (f"/handed-in/{waiting.id}" in page, "Grynig kräm" in page) == (True, False)
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    assert "Grynig salva" not in found(staff, "grynig")
    assert CANARY not in found(consultant, "grynig")
    for browser in (consultant, staff):
        assert "Mäta partiklar" in found(browser, "salvprov")
    assert f"/files/{file.id}" in staff.get(f"/matches/{match.id}").get_data(as_text=True)


def test_confidential_texts_are_never_searched_or_shown(
    consultant: Browser, make_browser: Callable[..., Browser], session: Session
) -> None:
    company = factories.company(name="Synlig", secrecy_note=CANARY, summary="Synlig sammanfattning")
    infrastructure = factories.infrastructure(name_sv="Synlig enhet", note=CANARY)
    secrets = {"private_text": CANARY, "infrastructure_text": CANARY, "desired_result": CANARY, "conditions": CANARY}
    need = factories.need(company, title="Synligt behov", **secrets)
    match = factories.match(need, factories.capability(infrastructure), stage=Stage.INTRODUCED, next_step=CANARY)
    session.add_all([match, factories.meeting(match, notes=CANARY)])
    session.commit()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    for browser in (consultant, staff):
        assert "Inget heter så" in found(browser, CANARY)
        assert CANARY not in found(browser, "synlig")


def test_staff_find_infrastructures_and_only_needs_they_were_introduced_to(
    make_browser: Callable[..., Browser], session: Session
) -> None:
    company = factories.company(name="Ekbolaget")
    mine, theirs = factories.infrastructure(name_sv="Ekenheten"), factories.infrastructure(name_sv="Ekannan")
    introduced = factories.need(company, title="Ek introducerad", teaser="Ekens teaser")
    suggested = factories.need(company, title="Ek föreslagen")
    elsewhere = factories.need(company, title="Ek annorstädes")
    session.add_all(
        [
            factories.contact(company, name="Eva Ek"),
            factories.match(introduced, factories.capability(mine), stage=Stage.INTRODUCED),
            factories.match(suggested, factories.capability(mine), stage=Stage.SHORTLISTED),
            factories.match(elsewhere, factories.capability(theirs), stage=Stage.INTRODUCED),
        ]
    )
    session.commit()
    page = found(make_browser(Role.STAFF, infrastructures=[mine]), "ek")
    for name in ("Ekenheten", "Ekannan", "Ek introducerad", "Ekens teaser"):
        assert name in page
    for name in ("Ekbolaget", "Eva Ek", "Ek föreslagen", "Ek annorstädes"):
        assert name not in page


def test_the_steering_group_has_no_search(steering: Browser) -> None:
    assert steering.get("/search?q=a").status_code == 403


def test_a_company_is_found_by_number_but_a_sole_trader_is_not(consultant: Browser, session: Session) -> None:
    session.add(factories.company(name="Numrerad AB", org_number="5560160680"))
    session.add(factories.company(name="Djurhälsa", kind=CompanyKind.SOLE_TRADER, org_number="7503129806"))
    session.commit()
    assert "Numrerad AB" in found(consultant, "556016-0680")
    assert "Djurhälsa" not in found(consultant, "750312")
    answer = consultant.get("/search?q=750312-9806")
    assert (answer.status_code, answer.location) == (302, "/search")
    page = found(consultant, "djur")
    assert "75XXXX-XXXX" in page
    assert "9806" not in page


@pytest.mark.parametrize(
    "query", ["", " ", "\u0301", "%", "_", "'; --", "<script>alert(1)</script>", "å" * 500, "\x00a"]
)
def test_odd_queries_find_nothing_and_break_nothing(consultant: Browser, session: Session, query: str) -> None:
    session.add(factories.company(name="Vanligt bolag"))
    session.commit()
    page = found(consultant, query)
    assert "<script>alert" not in page


def test_a_long_group_is_cut_and_says_so(consultant: Browser, session: Session) -> None:
    session.add_all(factories.company(name=f"Lika {number:02d}") for number in range(SEARCH_HITS + 1))
    session.commit()
    page = found(consultant, "lika")
    assert page.count("/companies/") == SEARCH_HITS
    assert "Det finns fler" in page


def test_names_that_begin_with_the_text_come_first(consultant: Browser, session: Session) -> None:
    session.add_all([factories.company(name="Alfa Zink"), factories.company(name="Zink Beta")])
    session.commit()
    page = found(consultant, "zink")
    assert page.index("Zink Beta") < page.index("Alfa Zink")


@pytest.mark.parametrize("how_many", [1, 200])
def test_a_search_costs_the_same_statements_however_much_it_finds(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    for number in range(how_many):
        company = factories.company(name=f"Träff {number}")
        infrastructure = factories.infrastructure(name_sv=f"Träff {number}")
        session.add_all([factories.contact(company, name=f"Träff {number}"), factories.need(company, title="Träff")])
        session.add(factories.capability(infrastructure, title_sv=f"Träff {number}"))
    session.commit()
    with count_statements() as statements:
        found(consultant, "träff")
    assert len(statements) <= 15
