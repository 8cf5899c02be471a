"""Reads of people and their roles; consultants and administrators see all of them, nobody else any."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.likeness.facts import RecordKind
from app.likeness.merged import raise_missing
from models.accounts import User
from models.clock import today
from models.errors import NotFoundError
from models.infrastructures import Infrastructure
from models.people import Person, PersonRole


def visible_people(actor: User) -> sa.Select[Person]:
    """Return the selection of people that the actor may see."""
    if actor.role.is_office:
        return sa.select(Person)
    return sa.select(Person).where(sa.false())


def get_person(session: Session, actor: User, person_id: int) -> Person:
    """Return a person with all roles and their places; raises NotFoundError outside the actor's scope."""
    person = session.scalar(visible_people(actor).where(Person.id == person_id).options(*with_places()))
    if person is None:
        raise_missing(session, actor, RecordKind.PERSON, person_id)
    return person


def with_places() -> tuple[ORMOption, ...]:
    """Return what loads a person's roles and where each of them is."""
    roles = selectinload(Person.roles)
    return (
        roles.joinedload(PersonRole.company),
        roles.joinedload(PersonRole.host),
        roles.joinedload(PersonRole.infrastructure),
    )


def choose_role(person: Person, role_id: int | None) -> PersonRole:
    """Return the role asked for, else the one that matters most; raises NotFoundError for somebody else's role."""
    if role_id is None:
        current = sorted(person.roles, key=lambda role: (not role.is_held_on(today()), role.id))
        return _first(current)
    return _first([role for role in person.roles if role.id == role_id])


def _first(roles: list[PersonRole]) -> PersonRole:
    if not roles:
        raise NotFoundError
    return roles[0]


def find_person_by_email(session: Session, actor: User, email: str) -> Person | None:
    """Return who has this address, whatever its case, with roles; the one recorded first when several have."""
    return session.scalars(
        visible_people(actor)
        .where(sa.func.lower(Person.email) == email.lower())
        .options(selectinload(Person.roles))
        .order_by(Person.id)
        .limit(1)
    ).first()


def get_infrastructure(session: Session, infrastructure_id: int) -> Infrastructure:
    """Return the infrastructure a person is recorded for, its facts being public; raises NotFoundError."""
    infrastructure = session.get(Infrastructure, infrastructure_id)
    if infrastructure is None:
        raise NotFoundError
    return infrastructure
