"""What is done with people: they are recorded in a place, changed, and given further roles."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from app.people.commands import PersonCommand, RoleCommand
from app.people.present import Party
from app.timeline.last_contact import following_contacts
from models.base import require_version
from models.clock import today
from models.organisations import Company
from models.people import Person, PersonRole


def add_person(session: Session, *, place: Party, person: PersonCommand, role: RoleCommand) -> Person:
    """Record somebody with a role in a company or an infrastructure."""
    somebody = Person(**asdict(person))
    give_role(session, person=somebody, place=place, role=role)
    return somebody


def give_role(session: Session, *, person: Person, place: Party, role: RoleCommand) -> PersonRole:
    """Give a person one more role; what is known of them stays as it is."""
    where = {"company_id": place.id} if isinstance(place, Company) else {"infrastructure_id": place.id}
    with following_contacts(session, companies=[place.id] if isinstance(place, Company) else []):
        given = PersonRole(person=person, **where, **asdict(role))
        session.add(given)
    return given


def is_at(person: Person, place: Party) -> bool:
    """Tell whether a person has a role in a place today; the roles come loaded."""
    return any(
        role.is_held_on(today())
        and place.id == (role.company_id if isinstance(place, Company) else role.infrastructure_id)
        for role in person.roles
    )


def edit_person(
    session: Session,
    *,
    person: Person,
    role: PersonRole,
    person_command: PersonCommand,
    role_command: RoleCommand,
    version: int | None,
) -> None:
    """Change a person and one of their roles; raises StaleRecordError when somebody else changed either first."""
    # What was said to somebody is said to the company while they are there, so its last contact may follow.
    with following_contacts(session, companies=[role.company_id] if role.company_id else []):
        require_version(person, version)
        for record, command in ((person, person_command), (role, role_command)):
            for name, value in asdict(command).items():
                setattr(record, name, value)
