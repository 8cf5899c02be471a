"""Who is in a place today: the people shown, named, offered and written to, each by a role held there now."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from models.infrastructures import Infrastructure
from models.needs import Need
from models.organisations import Company
from models.people import Person, PersonRole, held_on

Party = Company | Infrastructure


def list_present(session: Session, *places: Party, today: date) -> list[PersonRole]:
    """Return the roles held in places today, companies' first, contacts before others, then by name."""
    roles = session.scalars(
        sa.select(PersonRole)
        .join(PersonRole.person)
        .where(sa.or_(*(_in(place) for place in places)), held_on(today))
        .options(joinedload(PersonRole.person), joinedload(PersonRole.company), joinedload(PersonRole.infrastructure))
    )
    return sorted(
        roles, key=lambda role: (role.company_id is None, not role.is_contact, role.person.name_sort, role.id)
    )


def find_contact(session: Session, need: Need, *, today: date) -> Person | None:
    """Return whom a need's letters go to and whom its pages name: nobody who has left.

    The need's own contact, when they have an address; else the company's; else the need's own without an address.
    """
    company = PersonRole.company_id == need.company_id
    own = _find(session, company, Person.id == need.contact_id, today=today) if need.contact_id else None
    if own is not None and own.email:
        return own
    return _find(session, company, PersonRole.is_contact.is_(True), Person.email.is_not(None), today=today) or own


def find_asker(session: Session, need: Need, *, today: date) -> Person | None:
    """Return whom to speak with about a need: its own contact while they are there, else whom its letters go to."""
    company = PersonRole.company_id == need.company_id
    own = _find(session, company, Person.id == need.contact_id, today=today) if need.contact_id else None
    return own or find_contact(session, need, today=today)


def find_infrastructure_contact(session: Session, infrastructure: Infrastructure, *, today: date) -> Person | None:
    """Return the contact of an infrastructure, for when the unit has no address of its own."""
    return _find(session, _in(infrastructure), PersonRole.is_contact.is_(True), Person.email.is_not(None), today=today)


def _find(session: Session, *conditions: sa.ColumnElement[bool], today: date) -> Person | None:
    return session.scalar(
        sa.select(Person).join(Person.roles).where(*conditions, held_on(today)).order_by(PersonRole.id).limit(1)
    )


def _in(place: Party) -> sa.ColumnElement[bool]:
    column = PersonRole.company_id if isinstance(place, Company) else PersonRole.infrastructure_id
    return column == place.id
