"""The demo companies, people and users are plainly invented, and of every sort."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from stdnum.se import orgnr

import seeds
from models import Base
from models.accounts import Role, User
from models.infrastructures import Infrastructure
from models.organisations import Company, CompanyKind
from models.passwords import is_acceptable, password_matches
from models.people import Person
from models.smf import SizeClass, class_on


def companies(session: Session) -> dict[str, Company]:
    statement = sa.select(Company).options(selectinload(Company.declarations))
    return {company.name: company for company in session.scalars(statement)}


def test_there_are_at_least_twenty_five_companies_in_many_municipalities(seeded: Session) -> None:
    found = companies(seeded).values()
    assert len(found) >= 25
    expected = {"Huddinge", "Botkyrka", "Stockholm", "Solna", "Södertälje", "Uppsala", "Lund"}
    assert expected <= {company.municipality for company in found}


def test_every_organisation_number_has_a_right_check_digit_and_an_invented_series(seeded: Session) -> None:
    for company in companies(seeded).values():
        if company.org_number is None or company.country != "SE":
            continue
        assert orgnr.compact(orgnr.validate(company.org_number)) == company.org_number
        if company.kind is CompanyKind.LIMITED_COMPANY:
            assert company.org_number.startswith("5599990")


def test_a_sole_trader_and_a_company_without_number_are_among_them(seeded: Session) -> None:
    found = companies(seeded)
    assert [c.name for c in found.values() if c.kind is CompanyKind.SOLE_TRADER] == ["Låtsaskatt Djurhälsa"]
    numberless = [c.name for c in found.values() if c.org_number is None]
    assert numberless == ["Blivande Bakterie AB (under bildande)", "Pahittsplaster Aktiebolag"]


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Påhittsplåster AB", SizeClass.MICRO),
        ("Sagolik Cellterapi AB", SizeClass.SMALL),
        ("Kvasi Kemi AB", SizeClass.MEDIUM),
        ("Storpåhitt Life Science AB", SizeClass.LARGE),
        ("Okänd Storlek Robotik AB", SizeClass.UNKNOWN),
    ],
)
def test_sizes_of_every_class_are_declared(seeded: Session, today: date, name: str, size: SizeClass) -> None:
    assert class_on(companies(seeded)[name].declarations, today) is size


def test_some_companies_have_no_owner(seeded: Session) -> None:
    owners = [company.owner_id for company in companies(seeded).values()]
    assert None in owners
    assert sum(owner is not None for owner in owners) > 20


def test_every_address_lies_under_example(seeded: Session) -> None:
    addresses: list[str | None] = []
    for column in (User.email, Person.email, Infrastructure.contact_email):
        addresses += seeded.scalars(sa.select(column))
    assert None not in addresses
    assert all(address.endswith(".example") for address in addresses if address)
    websites = [company.website for company in companies(seeded).values() if company.website]
    assert all(website.endswith(".example") for website in websites)


def test_every_row_that_can_say_so_says_that_it_is_demo(seeded: Session) -> None:
    tables = [table for table in Base.metadata.sorted_tables if "is_demo" in table.columns]
    assert len(tables) == 19
    for table in tables:
        marks = set(seeded.scalars(sa.select(table.c.is_demo)))
        # Contents of files lie in a folder that seeding knows nothing of, and nothing was thrown away.
        assert marks == (set() if table.name in ("record_file", "thrown_rows") else {True}), table.name


def test_people_are_in_touch_with_companies_only(seeded: Session) -> None:
    people = list(seeded.scalars(sa.select(Person).options(selectinload(Person.roles))))
    assert len(people) >= 25
    for person in people:
        assert person.source
        assert person.roles
        assert all(role.company_id and role.started_on for role in person.roles)
    assert any(role.ended_on for person in people for role in person.roles)


def test_the_demo_users_can_sign_in_with_the_printed_passwords(seeded: Session) -> None:
    users = {user.email: user for user in seeded.scalars(sa.select(User).options(selectinload(User.infrastructures)))}
    sign_ins = seeds.demo_sign_ins()
    assert [sign_in.role for sign_in in sign_ins] == [Role.CONSULTANT, Role.ADMINISTRATOR, Role.STAFF, Role.STEERING]
    for sign_in in sign_ins:
        assert is_acceptable(sign_in.password)
        assert password_matches(users[sign_in.email].password_hash, sign_in.password)
        assert users[sign_in.email].role is sign_in.role
    assert len(users["enhet@demo.example"].infrastructures) == 2


def test_without_demo_there_is_no_user_company_or_match(stocked: Session) -> None:
    for table in Base.metadata.sorted_tables:
        if "is_demo" in table.columns:
            assert stocked.scalar(sa.select(sa.func.count()).select_from(table)) == 0, table.name
