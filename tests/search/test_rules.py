"""How what is typed is understood: acronyms, other words, numbers in any form, what is misspelt, and who sees what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.search_index.entries import digits_of_phone
from app.storage.search_index.terms import plain_query
from models.accounts import Role
from models.audit import AuditEntry
from models.clock import now
from models.matches import Stage
from models.vocabulary import Language, Term, TermKind
from tests import factories
from tests.conftest import Browser
from tests.search.test_search import found


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("070-174 06 05", "0701740605"),
        ("+46 (0)70-174 06 05", "0701740605"),
        ("0046 70 1740605", "0701740605"),
        ("+45 12 34 56 78", "004512345678"),
        (None, ""),
    ],
)
def test_telephone_numbers_are_the_same_however_they_are_written(typed: str | None, digits: str) -> None:
    assert digits_of_phone(typed) == digits


def test_a_query_tells_in_python_what_the_databases_tell() -> None:
    query = plain_query("Mätning BJÖRK")
    assert query.held_by(" bjorkmatning av sav ")
    assert not query.held_by(" bjorksav ")
    assert not plain_query("%").held_by(" 100 procent ")


def test_an_acronym_is_a_whole_word_and_finds_its_other_names(consultant: Browser, session: Session) -> None:
    concept = factories.concept(label_sv="magnetresonans", label_en="magnetic resonance")
    concept.terms.append(Term(language=Language.SV, kind=TermKind.SYNONYM, text="MR"))
    infrastructure = factories.infrastructure(name_sv="Enheten")
    named = factories.capability(
        infrastructure, title_sv="Skanning av knän", title_en="Scanning knees", concepts=[concept]
    )
    said = factories.capability(infrastructure, title_sv="Kamera med magnetresonans", title_en="Camera")
    session.add_all(
        [named, said, factories.capability(infrastructure, title_sv="Framställning av mRNA", title_en="Making mRNA")]
    )
    session.commit()
    for text in ("MR", "mr", "magnetic resonance"):
        page = found(consultant, text)
        assert "Skanning av knän" in page
        assert "Kamera med magnetresonans" in page
        assert "mRNA" not in page


@pytest.mark.parametrize(
    "text",
    ["070-174 06 05", "+46 70 174 06 05", "+46701740605", "174 06 05", "alva@plats.example", "plats alva", "Alvva"],
)
def test_a_person_is_found_by_what_one_has_of_them(consultant: Browser, session: Session, text: str) -> None:
    company = factories.company(name="Platsbolaget")
    session.add(factories.contact(company, name="Alva Ek", phone="070-174 06 05", email="alva@plats.example"))
    session.add(factories.contact(company, name="Bo Al", phone="08-123 45 67", email="bo@annan.example"))
    session.commit()
    page = found(consultant, text)
    assert "Alva Ek" in page
    assert "Bo Al" not in page


def test_a_match_is_found_by_its_parties_and_leads_to_its_page(consultant: Browser, session: Session) -> None:
    infrastructure = factories.infrastructure(name_sv="Granenheten")
    match = factories.match(factories.need(factories.company(name="Tallbolaget")), factories.capability(infrastructure))
    session.add(match)
    session.commit()
    for text in ("tallbolaget", "granenheten tallbolaget"):
        assert f'href="/matches/{match.id}"' in found(consultant, text)
    assert f"/matches/{match.id}" in consultant.get("/matches?q=granen+tallbol").get_data(as_text=True)


def test_notes_are_found_by_the_office_alone_and_reading_one_on_a_need_is_noted(
    consultant: Browser, make_browser: Callable[..., Browser], session: Session
) -> None:
    infrastructure = factories.infrastructure(name_sv="Enheten")
    need = factories.need(factories.company(name="Bolaget"), title="Behovet")
    match = factories.match(need, factories.capability(infrastructure), stage=Stage.INTRODUCED)
    session.add_all([match, factories.note(need=need, text="De nämnde en rosenkål.")])
    gone = factories.note(need=need, text="Rosenkål togs tillbaka.", taken_back_at=now())
    session.add(gone)
    session.commit()
    page = found(consultant, "rosenkal")
    assert "De nämnde en rosenkål." in page
    assert "togs tillbaka" not in page
    consultant.get("/search?q=rosenkal").close()
    read = sa.select(AuditEntry).where(AuditEntry.action == "read", AuditEntry.subject_id == str(need.id))
    assert session.scalars(read).all()
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    assert "nämnde" not in found(staff, "rosenkål")
    # Nor is a word suggested that stands only where the reader may not read.
    assert "rosenk" not in found(staff, "rosenkol").casefold().replace("rosenkol", "")


def test_what_is_misspelt_is_found_and_the_page_says_what_was_read(consultant: Browser, session: Session) -> None:
    session.add(factories.company(name="Påhittsplåster AB"))
    session.commit()
    page = found(consultant, "pahitsplastr")
    assert "Påhittsplåster AB" in page
    assert "Menade du ”Påhittsplåster”" in page
    assert "Menade du ”pahittsplaster”" in consultant.get("/companies?q=pahitsplastr").get_data(as_text=True)


def test_what_has_some_of_the_words_is_found_where_nothing_has_all(consultant: Browser, session: Session) -> None:
    session.add_all([factories.company(name="Granbolaget"), factories.company(name="Tallbolaget")])
    session.commit()
    page = found(consultant, "granbolaget tallbolaget")
    assert "Inget innehåller alla orden" in page
    assert "Granbolaget" in page
    assert "Tallbolaget" in page


def test_suggestions_are_the_first_hits_and_lead_to_all(consultant: Browser, session: Session) -> None:
    session.add_all(factories.company(name=f"Lika {number}") for number in range(9))
    session.commit()
    page = consultant.get("/search/suggest?q=lik").get_data(as_text=True)
    assert page.count('role="option"') == 4
    assert 'href="/search?q=lik"' in page
    assert "<html" not in page
    assert 'role="option"' not in consultant.get("/search/suggest?q=").get_data(as_text=True)


@pytest.mark.parametrize("text", ["träff", "trfäf bolagt", "träff okänd", "annat bolag träff"])
def test_even_what_is_misspelt_costs_few_statements(
    consultant: Browser, session: Session, count_statements: Callable[[], Any], text: str
) -> None:
    for number in range(30):
        company = factories.company(name=f"Träff bolaget {number}")
        infrastructure = factories.infrastructure(name_sv=f"Träff {number}")
        match = factories.match(
            factories.need(company, title="Träff"), factories.capability(infrastructure, title_sv="Träff")
        )
        session.add_all([factories.contact(company, name=f"Träff {number}"), match])
        session.add(factories.note(company=company, text="Träff"))
    session.commit()
    found(consultant, text)
    with count_statements() as statements:
        found(consultant, text)
    assert len(statements) <= 25
