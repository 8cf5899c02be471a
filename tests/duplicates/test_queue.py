"""The queue of likely doubles: who is in it and why, what is remembered, and what a form asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.likeness import catching_up
from app.likeness.catching_up import catch_up
from app.likeness.facts import RecordKind, company_facts, person_facts
from app.likeness.queries import count_open, doubles_of
from app.likeness.rule import WhyAlike, compare
from models.doubles import DoublePair
from models.organisations import Company
from models.people import Person
from tests import factories
from tests.conftest import Browser


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Fjällglimt Analys AB", "FJÄLLGLIMT ANALYS", WhyAlike.NAME),
        ("Fjällglimt Analys AB (publ)", "Fjallglimt Analys Aktiebolag", WhyAlike.NAME),
        ("Fjäll\u200bglimt\u00a0Analys A.B.", "Fjällglimt-Analys", WhyAlike.NAME),
        ("Åkerbär Biotech AB", "Akerbar Bio Tech", WhyAlike.NAME),
        ("Fjällglimt Analys AB", "Fjällgimt Analys AB", WhyAlike.NAME_ALIKE),
        ("Analys Fjällglimt", "Fjällglimt Analys AB", WhyAlike.NAME_ALIKE),
        ("Fjällglimt AB", "Fjällglimt Nordic Holding AB", WhyAlike.NAME_ALIKE),
        ("Alfa Biotech AB", "Beta Biotech AB", None),
        ("Mätbolaget 1 AB", "Mätbolaget 2 AB", None),
        ("Nordic Diagnostics AB", "Nordic Therapeutics AB", None),
    ],
)
def test_names_are_compared_without_what_says_nothing(one: str, other: str, reason: WhyAlike | None) -> None:
    found = compare(company_facts(one), company_facts(other))
    assert (found.reasons[0] if found else None) == reason


def test_two_numbers_are_two_companies_and_one_website_is_one() -> None:
    name = "Fjällglimt AB"
    assert compare(company_facts(name, number="5560160680"), company_facts(name, number="5599990016")) is None
    both = [
        company_facts(each, website=site)
        for each, site in (("Ett AB", "https://www.fjall.example/om"), ("Två", "fjall.example"))
    ]
    found = compare(*both)
    assert found is not None
    assert found.reasons == (WhyAlike.SITE,)
    shared = [company_facts(each, website="https://linkedin.com/x") for each in ("Ett AB", "Två AB")]
    assert compare(*shared) is None


def test_people_are_one_by_address_or_by_name_and_something_besides() -> None:
    anna = person_facts("Anna Ek", email="Anna@fjall.example", places=[("company_id", 1)])
    assert compare(anna, person_facts("A. Ek", places=[("company_id", 1)])) is not None
    assert compare(anna, person_facts("Ek Anna", places=[("company_id", 1)])) is not None
    assert compare(anna, person_facts("Anna Ek", email="anna@annan.example", places=[("company_id", 2)])) is None
    same = compare(anna, person_facts("A E", email="anna@FJALL.example"))
    assert same is not None
    assert same.reasons[0] is WhyAlike.EMAIL
    boxes = [person_facts(name, email="info@fjall.example") for name in ("Anna Ek", "Bo Al")]
    assert compare(*boxes) is None
    dialled = [person_facts("Anna Ek", phone=phone) for phone in ("+46 70 174 06 05", "070-1740605")]
    assert compare(*dialled) is not None


def _two(session: Session) -> tuple[Company, Company]:
    one = factories.company(name="Fjällglimt Analys AB")
    other = factories.company(name="FJALLGLIMT analys", org_number=None)
    session.add_all([one, other, factories.company(name="Något annat AB")])
    session.commit()
    return one, other


def test_the_queue_says_why_and_remembers_what_was_said(consultant: Browser, session: Session) -> None:
    one, other = _two(session)
    page = consultant.get("/duplicates").text
    assert "Fjällglimt Analys AB" in page
    assert "FJALLGLIMT analys" in page
    assert "samma namn" in page
    assert "Något annat" not in page
    assert f'href="/companies/{one.id}/merge/{other.id}"' in page
    assert "1 trolig dubblett" in consultant.get("/companies").text
    assert "Kan vara samma som FJALLGLIMT analys" in consultant.get(f"/companies/{one.id}").text
    pair = session.scalars(sa.select(DoublePair)).one()
    answer = consultant.send(f"/duplicates/{pair.id}/dismiss", {"of": pair.mark})
    assert answer.status_code == 302
    page = consultant.get(answer.location).text
    assert "FJALLGLIMT" not in page
    assert f"/duplicates/{pair.id}/reopen" in page
    assert "Kan vara samma som" not in consultant.get(f"/companies/{one.id}").text
    other.municipality = "Lund"
    session.commit()
    assert "FJALLGLIMT" not in consultant.get("/duplicates").text
    assert "FJALLGLIMT" in consultant.get("/duplicates?show=decided").text
    consultant.send(f"/duplicates/{pair.id}/reopen", {"of": pair.mark})
    assert "FJALLGLIMT" in consultant.get("/duplicates").text


def pressed(consultant: Browser, page: str, label: str) -> Any:
    """Send the form that a button stands in, with everything that the form has, as a browser does."""
    forms = re.findall(r"<form\b.*?</form>", consultant.get(page).text, re.DOTALL)
    form = next(each for each in forms if re.search(rf">\s*{label}\s*<", each))
    action = re.search(r'<form[^>]* action="([^"]*)"', form)
    fields = re.findall(r'<input[^>]*name="([^"]*)"[^>]*value="([^"]*)"', form)
    return consultant.post(action[1] if action else page, data=dict(fields))


def test_they_are_two_can_be_said_where_they_are_compared(consultant: Browser, session: Session) -> None:
    one, other = _two(session)
    consultant.get("/duplicates")
    assert pressed(consultant, f"/companies/{one.id}/merge/{other.id}", "Inte samma").status_code == 302
    session.expire_all()
    assert session.scalars(sa.select(DoublePair)).one().decided_at is not None


def test_an_old_button_decides_on_no_other_pair_that_has_got_its_number(consultant: Browser, session: Session) -> None:
    _two(session)
    consultant.get("/duplicates")
    pair = session.scalars(sa.select(DoublePair)).one()
    for act in ("dismiss", "reopen"):
        for of in ("1-1", ""):
            assert consultant.send(f"/duplicates/{pair.id}/{act}", {"of": of}).status_code == 409
    session.expire_all()
    assert session.scalars(sa.select(DoublePair)).one().decided_at is None


def test_a_pair_that_nothing_has_found_is_chosen_by_hand(consultant: Browser, session: Session) -> None:
    company = factories.company(name="Fjällglimt AB")
    other = factories.company(name="Helt annat namn AB", org_number=None)
    anna, annika = factories.contact(company, name="Anna Ek"), factories.contact(other, name="Annika Gren")
    session.add_all([anna, annika, factories.company(name="Annat demobolag AB", org_number=None, is_demo=True)])
    session.commit()
    for start, query, found in (
        (f"/companies/{company.id}", "annat", f"/companies/{company.id}/merge/{other.id}"),
        (f"/people/{anna.id}", "gren", f"/people/{anna.id}/merge/{annika.id}"),
    ):
        assert f'href="{start}/same-as"' in consultant.get(start).text
        page = consultant.get(f"{start}/same-as?q={query}").text
        assert f'href="{found}"' in page
        assert "demobolag" not in page
        assert consultant.get(found).status_code == 200
        assert "/merge/" not in consultant.get(f"{start}/same-as?q=fjallglimt+anna").text


def test_the_lists_link_counts_what_a_page_has_compared(consultant: Browser, session: Session) -> None:
    one, _other = _two(session)
    assert "trolig dubblett" not in consultant.get("/companies").text
    consultant.get(f"/companies/{one.id}")
    assert "1 trolig dubblett" in consultant.get("/companies").text


def test_a_pair_goes_when_it_is_no_longer_alike(consultant: Browser, session: Session) -> None:
    _one, other = _two(session)
    assert "FJALLGLIMT" in consultant.get("/duplicates").text
    other.name = "Helt annat AB"
    session.commit()
    # It was called so before, and that is still a reason to ask.
    assert "ett tidigare namn" in consultant.get("/duplicates").text
    other.earlier_names = None
    session.commit()
    assert "Helt annat" not in consultant.get("/duplicates").text


def test_only_what_has_changed_is_compared(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = _two(session)
    catch_up(session)
    compared: list[list[int]] = []
    real = catching_up.compare_records

    def noted(own: Session, kind: RecordKind, ids: Sequence[int]) -> None:
        compared.append(list(ids))
        real(own, kind, ids)

    monkeypatch.setattr(catching_up, "compare_records", noted)
    catch_up(session)
    assert compared == []
    other.summary = "Ny text"
    session.commit()
    catch_up(session)
    assert compared == [[other.id]]
    actor = factories.user()
    assert [each.id for each in doubles_of(session, actor, RecordKind.COMPANY, one.id)] == [other.id]


def test_a_new_role_makes_two_people_alike(consultant: Browser, session: Session) -> None:
    company = factories.company()
    anna, again = factories.contact(company, name="Anna Ek"), factories.person(name="Anna Ek")
    session.add_all([anna, again])
    session.commit()
    catch_up(session)
    assert count_open(session, factories.user(), RecordKind.PERSON) == 0
    consultant.send(
        f"/companies/{company.id}/people/new",
        {"name": again.name, "email": again.email, "source": "Möte", "same_person": "y"},
    )
    catch_up(session)
    assert count_open(session, factories.user(), RecordKind.PERSON) == 1
    assert "samma arbetsplats" in consultant.get("/duplicates?kind=person").text


def test_demo_data_is_never_one_with_what_is_real(session: Session) -> None:
    session.add_all([factories.company(name="Ett AB", org_number=None, is_demo=demo) for demo in (True, False)])
    session.commit()
    catch_up(session)
    assert count_open(session, factories.user(), RecordKind.COMPANY) == 0


def test_a_company_that_may_be_on_record_is_asked_about_before_it_is_recorded(
    consultant: Browser, session: Session
) -> None:
    one, _other = _two(session)
    typed = {"name": "Fjallglimt Analys Aktiebolag", "kind": "limited_company", "summary": "Mäter"}
    answer = consultant.send("/companies/new", typed)
    assert answer.status_code == 422
    assert f'href="/companies/{one.id}"' in answer.text
    assert "Mäter" in answer.text
    assert consultant.send("/companies/new", {**typed, "is_another": "y"}).status_code == 302


def test_a_person_who_may_be_on_record_is_asked_about(consultant: Browser, session: Session) -> None:
    company = factories.company()
    session.add(factories.contact(company, name="Anna Ek"))
    session.commit()
    typed = {"name": "anna ek", "source": "Möte"}
    answer = consultant.send(f"/companies/{company.id}/people/new", typed)
    assert answer.status_code == 422
    assert 'name="another_person"' in answer.text
    assert consultant.send(f"/companies/{company.id}/people/new", {**typed, "another_person": "y"}).status_code == 302
    assert session.scalar(sa.select(sa.func.count(Person.id))) == 2


def test_while_somebody_types_the_likely_ones_are_given(consultant: Browser, session: Session) -> None:
    one, _other = _two(session)
    piece = consultant.get("/duplicates/alike?kind=company&name=fjallglimt+anal").text
    assert f'href="/companies/{one.id}"' in piece
    assert consultant.get("/duplicates/alike?kind=company&name=Zebra").text.strip() == ""


def test_earlier_names_are_kept_found_and_shown(consultant: Browser, session: Session) -> None:
    company = factories.company(name="Gamlanamnet AB")
    session.add(company)
    session.commit()
    sent = {"name": "Nyanamnet AB", "kind": "limited_company", "version": "1"}
    consultant.send(f"/companies/{company.id}/edit", sent)
    assert "Gamlanamnet AB" in consultant.get(f"/companies/{company.id}").text
    assert "Nyanamnet AB" in consultant.get("/companies?q=gamlanamnet").text
    mended = {"name": "Nyanamnett AB", "kind": "limited_company", "version": "2"}
    consultant.send(f"/companies/{company.id}/edit", mended)
    session.expire_all()
    assert session.get_one(Company, company.id).earlier_names == ["Gamlanamnet AB"]
