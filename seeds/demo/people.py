"""The demo people and the dated roles they hold in demo companies; nobody is invented for a real unit."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.organisations import Company
from models.people import Person, PersonRole
from seeds.demo.calendar import Calendar
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport


def load_people(
    session: Session, calendar: Calendar, companies: Mapping[str, Company], report: SeedReport
) -> dict[str, Person]:
    """Add the demo people that are missing, by e-mail address, and return all, by seed key."""
    known = {person.email: person for person in session.scalars(sa.select(Person).where(Person.is_demo))}
    people: dict[str, Person] = {}
    for row in read_rows("demo/people", "people"):
        person = known.get(row["email"])
        if person is None:
            person = _person(row, calendar, companies)
            session.add(person)
            report.count("people")
        people[row["key"]] = person
    session.flush()
    return people


def _person(row: SeedRow, calendar: Calendar, companies: Mapping[str, Company]) -> Person:
    return Person(
        name=row["name"],
        email=row["email"],
        phone=row.get("phone"),
        source=row["source"],
        last_contact_on=calendar.day(row["last_contact"]),
        roles=[_role(each, calendar, companies) for each in row["roles"]],
        is_demo=True,
    )


def _role(row: SeedRow, calendar: Calendar, companies: Mapping[str, Company]) -> PersonRole:
    return PersonRole(
        company_id=companies[row["company"]].id,
        title=row["title"],
        is_contact=row.get("contact", False),
        started_on=calendar.day(row["started"]),
        ended_on=calendar.past(row.get("ended")),
    )
