"""Who gets the letters of an introduction, who may have been at a meeting, and who at the unit can sign in."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from models.accounts import Role, User, user_infrastructure
from models.infrastructures import Infrastructure
from models.matches import Match
from models.needs import Need
from models.people import Person, PersonRole


def find_contact(session: Session, need: Need, *, today: date) -> Person | None:
    """Return who gets the company's letter: the need's contact with an address, else the company's."""
    if need.contact is not None and need.contact.email:
        return need.contact
    return _find_role_holder(session, PersonRole.company_id == need.company_id, today=today)


def find_unit_contact(session: Session, unit: Infrastructure, *, today: date) -> Person | None:
    """Return the contact of an infrastructure, for when the unit has no address of its own."""
    return _find_role_holder(session, PersonRole.infrastructure_id == unit.id, today=today)


def _find_role_holder(session: Session, place: sa.ColumnElement[bool], *, today: date) -> Person | None:
    return session.scalar(
        sa.select(Person)
        .join(Person.roles)
        .where(place, PersonRole.is_contact, Person.email.is_not(None), _current(today))
        .order_by(PersonRole.id)
        .limit(1)
    )


def _current(today: date) -> sa.ColumnElement[bool]:
    return sa.or_(PersonRole.ended_on.is_(None), PersonRole.ended_on >= today)


def list_people(session: Session, match: Match, *, today: date) -> list[PersonRole]:
    """Return who may have been at a meeting: the company's and the unit's people now, contacts first."""
    roles = session.scalars(
        sa.select(PersonRole)
        .join(PersonRole.person)
        .where(
            sa.or_(
                PersonRole.company_id == match.need.company_id,
                PersonRole.infrastructure_id == match.capability.infrastructure_id,
            ),
            _current(today),
        )
        .options(joinedload(PersonRole.person), joinedload(PersonRole.company), joinedload(PersonRole.infrastructure))
    )
    return sorted(
        roles, key=lambda role: (role.company_id is None, not role.is_contact, role.person.name_sort, role.id)
    )


def unit_can_sign_in(session: Session, unit: Infrastructure) -> bool:
    """Tell whether anybody with an open account acts for an infrastructure."""
    accounts = (
        sa.select(User.id)
        .join(user_infrastructure, user_infrastructure.c.user_id == User.id)
        .where(user_infrastructure.c.infrastructure_id == unit.id, User.is_active, User.role == Role.STAFF)
    )
    return session.scalar(sa.select(accounts.exists())) or False
