"""A need that comes by phone: one form, one transaction, doubles asked about, all kept on error and taken back."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.companies.likely_doubles import list_alike
from models.needs import Need, NeedStatus
from models.notes import Note, NoteKind
from models.organisations import Company, CompanyKind
from models.people import Person, PersonRole
from models.undo import CallWayBack
from tests import factories
from tests.conftest import Browser

PAGE = "/needs/by-phone"
TYPED = {
    "company": "Fjällglimt Analys AB",
    "contact": "Disa Öman",
    "phone": "08-123 45 67",
    "email": "disa@fjallglimt.example",
    "title": "Mäta renhet i pulver",
    "teaser": "Vi vill veta hur rent vårt pulver är.",
}


def call(browser: Browser, **typed: Any) -> Any:
    return browser.send(PAGE, {**TYPED, **typed})


def count(session: Session, *kinds: Any) -> list[int]:
    session.expire_all()
    return [session.scalars(sa.select(sa.func.count()).select_from(kind)).one() for kind in kinds]


def undo(browser: Browser, answer: Any) -> Any:
    """Press the button of the message on the page that an answer leads to."""
    page = browser.get(answer.location).get_data(as_text=True)
    form = page[page.index("/by-phone/undo") :]
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    return browser.send(f"{answer.location}/by-phone/undo", {"version": version[1]})


def test_a_new_company_its_contact_and_the_need_are_recorded_and_what_fits_is_shown(
    consultant: Browser, session: Session
) -> None:
    answer = call(consultant, org_number="556016-0680")
    need = session.scalars(sa.select(Need)).one()
    assert (answer.status_code, answer.location) == (302, f"/needs/{need.id}")
    assert (need.status, need.title, need.teaser) == (NeedStatus.OPEN, TYPED["title"], TYPED["teaser"])
    company, person = session.scalars(sa.select(Company)).one(), session.scalars(sa.select(Person)).one()
    role = session.scalars(sa.select(PersonRole)).one()
    assert (company.name, company.org_number, company.last_contact_on) == (
        TYPED["company"],
        "5560160680",
        need.opened_on,
    )
    assert company.owner_id == need.owner_id is not None
    assert (person.name, person.email, person.source) == (TYPED["contact"], TYPED["email"], "Berättade det per telefon")
    assert (role.company_id, role.is_contact, need.contact_id) == (company.id, True, person.id)
    assert "Fjällglimt Analys AB är nytt företag" in consultant.get(answer.location).get_data(as_text=True)


def test_the_form_has_at_most_eight_fields(consultant: Browser) -> None:
    page = consultant.get(PAGE).get_data(as_text=True)
    assert len(re.findall(r'class="field[ "]', page)) == 7


@pytest.mark.parametrize("typed", ["Fjällglimt Analys AB", "FJÄLLGLIMT analys ab"])
def test_a_company_on_record_is_found_by_its_name_and_its_caller_by_theirs(
    consultant: Browser, session: Session, typed: str
) -> None:
    company = factories.company(name="Fjällglimt Analys AB")
    session.add(factories.contact(company, name="Disa Öman", email="disa@fjallglimt.example", phone=None))
    session.commit()
    call(consultant, company=typed)
    assert count(session, Company, Person, PersonRole, Need) == [1, 1, 1, 1]
    # What was not known of her is; it goes again with the need.
    assert session.scalars(sa.select(Person.phone)).one() == TYPED["phone"]


@pytest.mark.parametrize(
    ("on_record", "typed", "is_same"),
    [
        ("+46 8 123 45 67", "08-123 45 67", True),
        ("08-1234567", "0046 (0)8 123 45 67", True),
        ("+46 8 123 45 67", "08-123 45 68", False),
    ],
)
def test_a_caller_keeps_the_same_number_and_address_however_they_are_written(
    consultant: Browser, session: Session, on_record: str, typed: str, *, is_same: bool
) -> None:
    company = factories.company(name="Fjällglimt Analys AB")
    session.add(factories.contact(company, name="Bo Ek", email="Bo.Ek@fjallglimt.example", phone=on_record))
    session.commit()
    answer = call(consultant, contact=" bo   EK ", phone=typed, email=" bo.ek@FJALLGLIMT.example ")
    assert answer.status_code == (302 if is_same else 422)
    assert ("registrerad med en annan uppgift" in answer.text) is not is_same
    assert count(session, Person, Need) == [1, int(is_same)]
    assert session.scalars(sa.select(Person.phone)).one() == on_record


@pytest.mark.parametrize(
    "on_record", ["Fjällglimt Analys", "Fjällglimt Analyz AB", "Fjällglimt", "Fjallglimt-Analys HB"]
)
def test_a_name_like_one_on_record_is_asked_about_and_the_reader_decides(
    consultant: Browser, session: Session, on_record: str
) -> None:
    company = factories.company(name=on_record, municipality="Huddinge")
    session.add(company)
    session.commit()
    asked = call(consultant)
    page = asked.get_data(as_text=True)
    assert (asked.status_code, count(session, Company, Need)) == (422, [1, 0])
    assert f'name="chosen" value="{company.id}"' in page
    assert "Huddinge" in page
    for text in TYPED.values():
        assert text in page
    assert call(consultant, chosen=str(company.id)).status_code == 302
    assert count(session, Company, Need) == [1, 1]
    assert call(consultant, is_another="y", email="disa2@fjallglimt.example").status_code == 302
    assert count(session, Company, Need) == [2, 2]


def test_names_that_share_only_a_common_word_are_not_asked_about(consultant: Browser, session: Session) -> None:
    session.add_all(factories.company(name=name) for name in ("Norrsken Analys AB", "Fjällräven Teknik AB"))
    session.commit()
    assert call(consultant).status_code == 302


def test_a_number_on_record_is_told_and_is_never_recorded_twice(consultant: Browser, session: Session) -> None:
    holder = factories.company(name="Vadsund Teknik AB", org_number="5560160680")
    session.add(holder)
    session.commit()
    page = call(consultant, org_number="556016-0680").get_data(as_text=True)
    assert f'name="chosen" value="{holder.id}"' in page
    assert "Det är Vadsund Teknik AB" in page
    taken = call(consultant, org_number="556016-0680", is_another="y")
    assert "har redan det här numret" in taken.get_data(as_text=True)
    assert count(session, Company, Need) == [1, 0]
    assert call(consultant, org_number="556016-0680", chosen=str(holder.id)).status_code == 302


def test_a_personal_identity_number_makes_a_sole_trader(consultant: Browser, session: Session) -> None:
    call(consultant, org_number="811228-9874")
    assert session.scalars(sa.select(Company.kind)).one() is CompanyKind.SOLE_TRADER


def test_a_caller_on_record_elsewhere_is_asked_about(consultant: Browser, session: Session) -> None:
    other = factories.company(name="Vadsund Teknik AB")
    session.add(factories.contact(other, name="Disa Ö", email=TYPED["email"]))
    session.commit()
    asked = call(consultant, phone="")
    assert (asked.status_code, count(session, Need)) == (422, [0])
    assert 'name="same_person"' in asked.get_data(as_text=True)
    assert call(consultant, phone="", same_person="y").status_code == 302
    assert count(session, Person, PersonRole) == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"contact": ""}, "Skriv vems nummer"),
        ({"company": ""}, "Fyll i"),
        ({"email": "disa@"}, "E-postadressen är inte fullständig"),
        ({"teaser": ""}, "Fyll i"),
        ({"org_number": "556016-0681"}, "Kontrollsiffran"),
    ],
)
def test_what_was_typed_is_kept_on_error(
    consultant: Browser, session: Session, wrong: dict[str, str], said: str
) -> None:
    answer = call(consultant, **wrong)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, count(session, Company, Person, Need)) == (422, [0, 0, 0])
    assert said in page
    assert 'name="same_person"' not in page
    for name, text in TYPED.items():
        assert name in wrong or text in page


@pytest.mark.parametrize("is_known", [False, True])
def test_all_that_was_recorded_is_taken_back(consultant: Browser, session: Session, *, is_known: bool) -> None:
    if is_known:
        company = factories.company(name=TYPED["company"])
        session.add(factories.contact(company, name=TYPED["contact"], email=None, phone=None))
        session.commit()
    before = count(session, Company, Person, PersonRole)
    answer = call(consultant)
    assert undo(consultant, answer).location == "/needs"
    assert count(session, Company, Person, PersonRole) == before
    assert count(session, Need, CallWayBack) == [0, 0]
    assert session.execute(sa.select(Person.phone, Person.email)).all() == [(None, None)] * is_known


@pytest.mark.parametrize("built_on", ["need", "company"])
def test_nothing_is_taken_back_that_somebody_has_built_on(consultant: Browser, session: Session, built_on: str) -> None:
    answer = call(consultant)
    need = session.scalars(sa.select(Need)).one()
    page = consultant.get(answer.location).get_data(as_text=True)
    assert "/by-phone/undo" in page
    place = {"need_id": need.id} if built_on == "need" else {"company_id": need.company_id}
    author = need.owner_id
    session.add(Note(**place, kind=NoteKind.NOTE, happened_on=need.opened_on, text="Ringde igen", author_id=author))
    session.commit()
    answer = consultant.send(f"{answer.location}/by-phone/undo", {"version": str(need.version)})
    assert answer.status_code == 409
    assert count(session, Need, Company) == [1, 1]


def test_a_page_of_a_company_leads_to_the_form_with_its_name(consultant: Browser, session: Session) -> None:
    company = factories.company(name="Vadsund Teknik AB")
    session.add(company)
    session.commit()
    path = f"{PAGE}?company={company.id}"
    assert f'href="{path}"' in consultant.get(f"/companies/{company.id}").get_data(as_text=True)
    assert 'value="Vadsund Teknik AB"' in consultant.get(path).get_data(as_text=True)
    assert consultant.get(f"{PAGE}?company=99999").status_code == 404


@pytest.mark.parametrize(
    "typed", ["Fictivum Pharma AB", "F1ktivum Pharma", "Ficktivum Pharma AB", "Fiktivun Pharma AB"]
)
def test_a_slip_at_either_end_of_a_name_is_asked_about(session: Session, typed: str) -> None:
    company = factories.company(name="Fiktivum Pharma AB")
    actor = factories.user()
    session.add_all([company, actor])
    session.commit()
    assert [each.id for each in list_alike(session, actor, typed)] == [company.id]
