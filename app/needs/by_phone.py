"""A need that comes by phone: the company, who called and the need are recorded in one go, and taken back in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.companies.commands import CompanyCommand
from app.companies.use_cases import add_company
from app.needs.commands import NeedCommand
from app.needs.use_cases import add_need
from app.people.commands import PersonCommand, RoleCommand
from app.people.use_cases import add_person, give_role
from app.storage.kept_rows import KeptRows, digest_of, read_rows
from app.storage.references import is_referred_to
from models.base import Base, require_version
from models.clock import now
from models.errors import BuiltUponError
from models.needs import Need
from models.organisations import Company
from models.people import Person, PersonRole
from models.undo import CallWayBack

# Children first, so that they go before what they belong to; with what a record that goes must have loaded.
_TABLES: Final[tuple[tuple[type[Base], tuple[ORMOption, ...]], ...]] = (
    (Need, (selectinload(Need.concepts), selectinload(Need.matches), selectinload(Need.company))),
    (PersonRole, (selectinload(PersonRole.person), selectinload(PersonRole.company))),
    (Person, (selectinload(Person.roles),)),
    (Company, (selectinload(Company.needs), selectinload(Company.roles), selectinload(Company.declarations))),
)
_OWN: Final = ("need_concept", CallWayBack.__tablename__)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who called: somebody on record, whose empty fields are filled in, or somebody new.

    `is_there` tells whether who is known has a role at the company already.
    """

    known: Person | None
    is_there: bool
    person: PersonCommand
    role: RoleCommand


def record_call(
    session: Session, *, company: Company | CompanyCommand, caller: Caller | None, need: NeedCommand, on: date | None
) -> Need:
    """Record a need, and the company and the caller where they are new; open it for matching on a day.

    Without a day it is left a draft.
    """
    known = caller.known if caller else None
    before = _rows(session, {"person": known.id} if known else {})
    place = company if isinstance(company, Company) else add_company(session, command=company)
    contact, role = _record_caller(session, place, caller) if caller else (None, None)
    session.flush()
    command = replace(need, contact_id=contact.id if contact else None)
    made = add_need(session, company=place, command=command, concepts=[], open_on=on)
    numbers = {"need": made.id}
    numbers |= {"company": place.id} if place is not company else {}
    numbers |= {"person": contact.id} if contact else {}
    numbers |= {"person_role": role.id} if role else {}
    after = digest_of(_rows(session, numbers))
    session.add(CallWayBack(need_id=made.id, numbers=numbers, before=before, after=after, at=now()))
    session.flush()
    return made


def take_back(session: Session, *, need: Need, version: int | None) -> None:
    """Take back all that was recorded with a call; raises BuiltUponError when somebody has built on any of it."""
    require_version(need, version)
    kept = session.scalar(sa.select(CallWayBack).where(CallWayBack.need_id == need.id))
    if kept is None or kept.after != digest_of(current := _rows(session, kept.numbers)):
        raise BuiltUponError
    going = {
        name: [int(number) for number in rows if number not in kept.before[name]] for name, rows in current.items()
    }
    for kind, _loaded in _TABLES:
        for number in going[kind.__tablename__]:
            if is_referred_to(session, kind, number, own=_OWN, but=going):
                raise BuiltUponError
    for number, row in kept.before["person"].items():
        person = session.get_one(Person, int(number))
        person.phone, person.email = row["phone"], row["email"]
    session.delete(kept)
    session.flush()
    for kind, loaded in _TABLES:
        for number in going[kind.__tablename__]:
            session.expire_all()
            session.delete(session.get_one(kind, number, options=loaded))
            session.flush()


def _record_caller(session: Session, place: Company, caller: Caller) -> tuple[Person, PersonRole | None]:
    """Return who called, and the role that was given."""
    if caller.known is None:
        person = add_person(session, place=place, person=caller.person, role=caller.role)
        session.flush()
        return person, session.scalars(sa.select(PersonRole).where(PersonRole.person_id == person.id)).one()
    person = caller.known
    person.phone = person.phone or caller.person.phone
    person.email = person.email or caller.person.email
    if caller.is_there:
        return person, None
    return person, give_role(session, person=person, place=place, role=caller.role)


def _rows(session: Session, numbers: Mapping[str, int]) -> KeptRows:
    """Return how the rows of these numbers stand, by table."""
    session.flush()
    return {
        kind.__tablename__: read_rows(session, kind, kind.__table__.columns["id"] == numbers[kind.__tablename__])
        if kind.__tablename__ in numbers
        else {}
        for kind, _loaded in _TABLES
    }
