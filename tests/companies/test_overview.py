"""The page of one company: people, next steps, needs, matches, what counts, and the timeline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.likeness.catching_up import catch_up
from models.clock import today
from models.matches import Stage
from models.needs import NeedStatus
from models.smf import SizeClass
from tests import factories
from tests.companies.test_list import add_programme
from tests.conftest import Browser


def page_of(browser: Browser, company_id: int) -> str:
    """Return a company's page."""
    answer = browser.get(f"/companies/{company_id}")
    assert answer.status_code == 200
    return str(answer.get_data(as_text=True))


def test_an_empty_company_says_what_belongs_there(consultant: Browser, session: Session) -> None:
    company = factories.company()
    session.add(company)
    session.commit()
    page = page_of(consultant, company.id)
    for sentence in ("Inga behov ännu", "Ingen är registrerad", "Ingen storlek är intygad", "Inget har hänt ännu"):
        assert sentence in page


def test_it_shows_people_needs_matches_and_the_condition_of_secrecy(consultant: Browser, session: Session) -> None:
    company = factories.company(secrecy_note="Hemlig sammansättning")
    contact = factories.contact(company, name="Alva Kontakt")
    gone = factories.contact(company, name="Bo Borta")
    gone.roles[0].ended_on = date(2026, 1, 1)
    need = factories.need(company, title="Vårt behov", status=NeedStatus.DRAFT)
    infrastructure = factories.infrastructure(name_sv="Enheten")
    match = factories.match(need, factories.capability(infrastructure), next_step="Ring Alva", next_step_on=today())
    session.add_all([contact, gone, match])
    session.commit()
    page = page_of(consultant, company.id)
    for text in ("Alva Kontakt", "Hemlig sammansättning", "Vårt behov", "Utkast", "Enheten", "Ring Alva"):
        assert text in page
    assert page.index("Alva Kontakt") < page.index("Bo Borta")
    assert "har slutat" in page


def test_a_use_counts_or_says_why_not(consultant: Browser, session: Session) -> None:
    programme = add_programme(session)
    company = factories.company()
    capability = factories.capability(factories.infrastructure())
    match = factories.match(factories.need(company, programme=programme), capability, stage=Stage.USED)
    session.add_all([factories.declaration(company), factories.use(match, evidence=None, evidence_kind=None)])
    session.commit()
    page = page_of(consultant, company.id)
    assert "Underlag saknas" in page
    assert "Räknas inte ännu" in page
    session.add(factories.use(match, evidence="Faktura 4"))
    session.commit()
    page = page_of(consultant, company.id)
    assert "Faktura 4" in page
    assert "Företaget räknas en gång" in page


def test_a_company_that_was_large_does_not_count(consultant: Browser, session: Session) -> None:
    programme = add_programme(session)
    company = factories.company()
    need = factories.need(company, programme=programme)
    match = factories.match(need, factories.capability(factories.infrastructure()))
    session.add_all([factories.declaration(company, size_class=SizeClass.LARGE), factories.use(match)])
    session.commit()
    assert "Företaget var inte SMF vid det första nyttjandet" in page_of(consultant, company.id)


def test_the_timeline_is_newest_first_and_says_each_thing_once(consultant: Browser, session: Session) -> None:
    company = factories.company()
    need = factories.need(company, title="Äldst", opened_on=date(2026, 1, 2))
    match = factories.match(need, factories.capability(factories.infrastructure()), stage=Stage.USED)
    match.changes[0].at = datetime(2026, 3, 4, 12, tzinfo=UTC)
    meeting = factories.meeting(match, held_on=date(2026, 2, 3), notes="Sagt på mötet")
    session.add_all([match, meeting, factories.use(match, started_on=date(2026, 3, 4))])
    session.commit()
    page = page_of(consultant, company.id)
    story = page[page.index('id="timeline"') :]
    assert story.index("Nyttjandet började") < story.index("Sagt på mötet") < story.index("Behovet öppnades")
    assert "Steg: Nyttjad" not in story
    assert story.count("entry-stage") == 1, "That the need was opened is a step."


def test_hostile_text_is_escaped(consultant: Browser, session: Session) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    company = factories.company(name=nasty, summary=nasty, secrecy_note=nasty)
    match = factories.match(
        factories.need(company, title=nasty), factories.capability(factories.infrastructure()), next_step=nasty
    )
    session.add_all([factories.contact(company, name=nasty), match, factories.meeting(match, notes=nasty)])
    session.commit()
    assert nasty not in page_of(consultant, company.id)


@pytest.mark.parametrize("how_many", [1, 200])
def test_the_page_costs_the_same_statements_however_much_has_happened(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], how_many: int
) -> None:
    programme = add_programme(session)
    company = factories.company()
    capability = factories.capability(factories.infrastructure())
    for number in range(how_many):
        match = factories.match(
            factories.need(company, programme=programme), capability, stage=Stage.USED, next_step="Ring"
        )
        period_end = date(2000 + number % 100, 1 + number // 100, 1)
        session.add_all([match, factories.meeting(match), factories.use(match), factories.contact(company)])
        session.add(factories.declaration(company, period_end=period_end))
    session.commit()
    # Whoever looks first after a change pays for comparing it.
    catch_up(session)
    with count_statements() as statements:
        page_of(consultant, company.id)
    assert len(statements) <= 25
