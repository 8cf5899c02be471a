"""People: recorded in a company or an infrastructure, changed through a role, ended but not deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.organisations import Company
from models.people import Person, PersonRole
from tests import factories
from tests.conftest import Browser

ALVA = {"name": "Alva Ek", "email": "alva@test.example", "title": "VD", "is_contact": "y", "source": "Möte i maj"}


@pytest.fixture
def company(session: Session) -> Company:
    """A company with nobody recorded."""
    made = factories.company(name="Fjärd AB")
    session.add(made)
    session.commit()
    return made


def test_somebody_is_recorded_at_a_company(consultant: Browser, session: Session, company: Company) -> None:
    answer = consultant.send(f"/companies/{company.id}/people/new", {**ALVA, "started_on": "2026-03-01"})
    assert answer.status_code == 302
    person = session.scalars(sa.select(Person)).one()
    role = session.scalars(sa.select(PersonRole)).one()
    assert (person.name, person.source) == ("Alva Ek", "Möte i maj")
    assert (role.company_id, role.title, role.is_contact, role.started_on) == (
        company.id,
        "VD",
        True,
        date(2026, 3, 1),
    )
    page = consultant.get(answer.location).get_data(as_text=True)
    assert "Alva Ek" in page
    assert "VD, kontakt" in page


def test_somebody_is_recorded_at_an_infrastructure(consultant: Browser, session: Session) -> None:
    infrastructure = factories.infrastructure()
    session.add(infrastructure)
    session.commit()
    assert consultant.send(f"/infrastructures/{infrastructure.id}/people/new", ALVA).status_code == 302
    assert session.scalars(sa.select(PersonRole)).one().infrastructure_id == infrastructure.id


def test_an_address_on_record_gives_the_same_person_a_further_role(
    consultant: Browser, session: Session, company: Company
) -> None:
    consultant.send(f"/companies/{company.id}/people/new", ALVA)
    other = factories.company(name="Andra AB")
    session.add(other)
    session.commit()
    path = f"/companies/{other.id}/people/new"
    again = {**ALVA, "name": "A. Ek", "email": "ALVA@test.example", "title": "Styrelseledamot"}
    answer = consultant.send(path, again)
    assert answer.status_code == 422
    assert "Alva Ek har redan den här adressen" in answer.get_data(as_text=True)
    assert consultant.send(path, {**again, "same_person": "y"}).status_code == 302
    assert session.scalars(sa.select(Person.name)).all() == ["Alva Ek"]
    assert session.scalars(sa.select(PersonRole.company_id).order_by(PersonRole.id)).all() == [company.id, other.id]
    answer = consultant.send(path, {**again, "same_person": "y"})
    assert answer.status_code == 422
    assert "redan registrerad här" in answer.get_data(as_text=True)


def add_alva(session: Session, company: Company, **values: Any) -> Person:
    """Record Alva directly."""
    alva = factories.contact(company, name="Alva Ek", email="alva@test.example", source="Möte", **values)
    session.add(alva)
    session.commit()
    return alva


def test_the_form_edits_the_role_it_was_opened_through(consultant: Browser, session: Session, company: Company) -> None:
    alva = add_alva(session, company)
    second = PersonRole(person_id=alva.id, infrastructure=factories.infrastructure(name_sv="Enheten"), title="Gäst")
    session.add(second)
    session.commit()
    path = f"/people/{alva.id}/edit?role={second.id}"
    page = consultant.get(path).get_data(as_text=True)
    assert "Gäst" in page
    assert "Fjärd AB" in page
    changes = {**ALVA, "title": "Adjungerad", "ended_on": "2026-06-30", "version": "1"}
    assert consultant.send(path, changes).status_code == 302
    session.expire_all()
    first, changed = session.scalars(sa.select(PersonRole).order_by(PersonRole.id)).all()
    assert (changed.title, changed.ended_on) == ("Adjungerad", date(2026, 6, 30))
    assert (first.title, first.ended_on) == (None, None)


def test_two_edits_of_one_role_do_not_overwrite_each_other(
    consultant: Browser, session: Session, company: Company
) -> None:
    alva = add_alva(session, company)
    path = f"/people/{alva.id}/edit"
    same = {**ALVA, "source": "Möte", "version": "1"}
    assert consultant.send(path, {**same, "title": "Första"}).status_code == 302
    answer = consultant.send(path, {**same, "title": "Andra"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Första" in page
    assert "Andra" in page
    assert consultant.send(path, {**same, "title": "Andra", "version": "2"}).status_code == 302
    session.expire_all()
    assert session.scalars(sa.select(PersonRole.title)).one() == "Andra"


@pytest.mark.parametrize("role", ["999999", "abc", "-1", "", "99999999999999999999", "²"])
def test_a_role_that_is_not_the_persons_is_not_found(
    consultant: Browser, session: Session, company: Company, role: str
) -> None:
    alva = add_alva(session, company)
    assert consultant.get(f"/people/{alva.id}/edit", query_string={"role": role}).status_code == 404


def test_the_role_of_somebody_else_is_not_found(consultant: Browser, session: Session, company: Company) -> None:
    alva = add_alva(session, company)
    foreign = factories.contact(company)
    session.add(foreign)
    session.commit()
    assert consultant.get(f"/people/{alva.id}/edit?role={foreign.roles[0].id}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Fyll i det här"),
        ({"source": ""}, "Fyll i det här"),
        ({"email": "alva"}, "E-postadressen är inte fullständig"),
        ({"phone": "ring mig"}, "inte ett telefonnummer"),
        ({"started_on": "2026-05-01", "ended_on": "2026-04-01"}, "före den första dagen"),
        ({"ended_on": "2026-02-30"}, "Datumet finns inte"),
        ({"name": "x" * 201}, "Texten är för lång"),
        ({"name": "A\x07B"}, "osynliga styrtecken"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    consultant: Browser, company: Company, changes: dict[str, str], sentence: str
) -> None:
    answer = consultant.send(f"/companies/{company.id}/people/new", {**ALVA, **changes})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


@pytest.mark.parametrize("extra", [{"is_demo": "1"}, {"name": ["a", "b"]}, {"company_id": "1"}, {"version": "x"}])
def test_unknown_and_doubled_keys_are_refused(
    consultant: Browser, session: Session, company: Company, extra: dict[str, Any]
) -> None:
    alva = add_alva(session, company)
    assert consultant.send(f"/people/{alva.id}/edit", {**ALVA, **extra}).status_code == 400


def test_hostile_names_are_shown_as_typed(consultant: Browser, session: Session, company: Company) -> None:
    nasty = "<b onmouseover=alert(1)>Alva</b>"
    answer = consultant.send(f"/companies/{company.id}/people/new", {**ALVA, "name": nasty, "title": nasty})
    assert nasty not in consultant.get(answer.location).get_data(as_text=True)
    assert session.scalars(sa.select(Person.name)).one() == nasty


@pytest.mark.parametrize(
    "path", ["/companies/999999/people/new", "/infrastructures/999999/people/new", "/people/999999/edit"]
)
def test_missing_places_and_people_are_not_found(consultant: Browser, path: str) -> None:
    assert consultant.get(path).status_code == 404
