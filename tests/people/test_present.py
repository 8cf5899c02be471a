"""Whoever is shown, named, offered or written to in a place holds a role there today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.people.present import find_contact, find_infrastructure_contact, list_present
from models.accounts import Role
from models.clock import today
from models.infrastructures import Infrastructure
from models.matches import Match, Stage
from models.people import Person, PersonRole, held_on
from tests import factories
from tests.conftest import Browser

YESTERDAY, TOMORROW = today() - timedelta(days=1), today() + timedelta(days=1)
NOT_HERE = [{"ended_on": YESTERDAY}, {"started_on": TOMORROW}]
HERE = [{}, {"ended_on": today()}, {"started_on": today()}, {"started_on": YESTERDAY, "ended_on": TOMORROW}]


def person(name: str, session: Session, **role: object) -> Person:
    somebody = factories.person(name=name, email=f"{name.split(maxsplit=1)[0].lower()}@test.example")
    somebody.roles.append(PersonRole(is_contact=True, **role))
    session.add(somebody)
    session.commit()
    return somebody


@pytest.fixture
def match(session: Session) -> Match:
    """An introduced match; its unit has no address of its own, so its contact gets the letter."""
    infrastructure = factories.infrastructure(contact_email=None)
    made = factories.match(
        factories.need(factories.company()), factories.capability(infrastructure), stage=Stage.INTRODUCED
    )
    session.add(made)
    session.commit()
    return made


@pytest.mark.parametrize("role", NOT_HERE)
def test_nobody_who_is_not_there_today_is_named_offered_or_written_to(
    session: Session, consultant: Browser, make_browser: Callable[..., Browser], match: Match, role: dict[str, date]
) -> None:
    need, infrastructure = match.need, match.capability.infrastructure
    gone = person("Gunvor Borta", session, company=need.company, **role)
    person("Gustav Borta", session, infrastructure=infrastructure, **role)
    need.contact = gone
    session.commit()
    assert find_contact(session, need, today=today()) is None
    assert find_infrastructure_contact(session, infrastructure, today=today()) is None
    assert list_present(session, need.company, infrastructure, today=today()) == []
    spare = factories.capability(infrastructure)
    session.add(spare)
    session.commit()
    pages = [
        f"/needs/{need.id}",
        f"/matches/{match.id}",
        f"/matches/{match.id}/meetings/new",
        f"/infrastructures/{infrastructure.id}",
        f"/needs/{need.id}/capabilities/{spare.id}/introduce",
        f"/needs/new?company={need.company_id}",
    ]
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    shown = {path: consultant.get(path).get_data(as_text=True) for path in pages}
    shown |= {f"staff {path}": staff.get(path).get_data(as_text=True) for path in pages[:2]}
    for path, page in shown.items():
        assert "Borta" not in page, path
        assert "gunvor@" not in page, path
        assert "gustav@" not in page, path
    # An edit form still offers whom the need has, so that saving it unchanged changes nothing.
    assert "Gunvor Borta" in consultant.get(f"/needs/{need.id}/edit").get_data(as_text=True)
    # The company's page tells the history, and says that it is one.
    assert "gunvor@" not in consultant.get(f"/companies/{need.company_id}").get_data(as_text=True)


@pytest.mark.parametrize(("role", "has_left"), [(NOT_HERE[0], True), (NOT_HERE[1], False)])
def test_only_who_has_been_there_is_told_to_have_left(
    session: Session, consultant: Browser, match: Match, role: dict[str, date], has_left: bool
) -> None:
    somebody = person("Gunvor Borta", session, company=match.need.company, **role)
    other = factories.company(name="Annat bolag")
    somebody.roles.append(PersonRole(company=other))
    session.commit()
    edit = f"/people/{somebody.id}/edit?role={somebody.roles[1].id}"
    for path in (f"/companies/{match.need.company_id}", f"/people/{somebody.id}", edit):
        assert ("har slutat" in consultant.get(path).get_data(as_text=True)) is has_left, path
    session.delete(somebody.roles[1])
    session.commit()
    assert ("har slutat" in consultant.get("/search?q=Gunvor").get_data(as_text=True)) is has_left


@pytest.mark.parametrize("role", HERE)
def test_the_contact_that_a_need_shows_is_who_the_letter_goes_to(
    session: Session, consultant: Browser, match: Match, role: dict[str, date]
) -> None:
    need, infrastructure = match.need, match.capability.infrastructure
    person("Gunvor Borta", session, company=need.company, ended_on=YESTERDAY)
    here = person("Hanna Hemma", session, company=need.company, **role)
    need.contact = session.query(Person).filter_by(name="Gunvor Borta").one()
    spare = factories.capability(infrastructure)
    session.add(spare)
    session.commit()
    assert find_contact(session, need, today=today()) is here
    assert "Hanna Hemma" in consultant.get(f"/needs/{need.id}").get_data(as_text=True)
    assert "Hanna Hemma" in consultant.get(f"/matches/{match.id}").get_data(as_text=True)
    letter = consultant.get(f"/needs/{need.id}/capabilities/{spare.id}/introduce").get_data(as_text=True)
    assert 'value="hanna@test.example"' in letter


@pytest.mark.parametrize("role", [*NOT_HERE, *HERE])
def test_python_and_the_database_tell_the_same(session: Session, match: Match, role: dict[str, date]) -> None:
    somebody = person("Hanna Hemma", session, company=match.need.company, **role)
    found = session.query(PersonRole).filter(held_on(today())).all()
    assert somebody.roles[0].is_held_on(today()) is bool(found) is (role in HERE)


def test_an_infrastructure_is_never_taken_for_a_company(session: Session) -> None:
    infrastructure = factories.infrastructure()
    company = factories.company()
    session.add_all([infrastructure, company])
    session.commit()
    person("Ulla Enhet", session, infrastructure=infrastructure)
    assert isinstance(infrastructure, Infrastructure)
    assert list_present(session, company, today=today()) == []
