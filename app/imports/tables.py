"""What is on record as rows of the files that can be imported: read back, they change nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from app.companies.names import KIND_NAMES
from app.companies.queries import visible_companies
from app.imports.catalogue_tables import capabilities_on_record, infrastructures_on_record, needs_on_record
from app.labels import country_name
from app.people.queries import visible_people
from app.web.i18n import named
from app.web.spreadsheets import Cell, marked
from models.accounts import User
from models.imports import ImportKind
from models.organisations import Company
from models.people import Person, PersonRole

Rows = list[list[Cell]]


def rows_on_record(session: Session, actor: User, kind: ImportKind) -> Rows:
    """Return all records of a kind as rows of a file."""
    return _ROWS[kind](session, actor)


def _companies(session: Session, actor: User) -> Rows:
    kinds = dict(KIND_NAMES)
    asked = visible_companies(actor).options(joinedload(Company.owner)).order_by(Company.name_sort, Company.id)
    return [
        [
            marked(each.name, is_demo=each.is_demo),
            each.shown_org_number,
            country_name(each.country) if each.country else None,
            str(kinds[each.kind]),
            each.municipality,
            each.field,
            each.website,
            each.summary,
            each.secrecy_note,
            each.owner.name if each.owner else None,
            each.last_contact_on,
            each.name_released_on,
        ]
        for each in session.scalars(asked)
    ]


def _people(session: Session, actor: User) -> Rows:
    roles = selectinload(Person.roles)
    asked = (
        visible_people(actor)
        .options(roles.joinedload(PersonRole.company), roles.joinedload(PersonRole.infrastructure))
        .order_by(Person.name_sort, Person.id)
    )
    return [_person(each, role) for each in session.scalars(asked) for role in each.roles if role.host_id is None]


def _person(person: Person, role: PersonRole) -> list[Cell]:
    company = role.company
    return [
        marked(person.name, is_demo=person.is_demo),
        person.email,
        person.phone,
        company.name if company else None,
        company.shown_org_number if company else None,
        named(role.infrastructure) if role.infrastructure else None,
        role.title,
        _("Yes") if role.is_contact else _("No"),
        role.started_on,
        role.ended_on,
        person.source,
    ]


_ROWS: Final[Mapping[ImportKind, Callable[[Session, User], Rows]]] = {
    ImportKind.COMPANIES: _companies,
    ImportKind.PEOPLE: _people,
    ImportKind.NEEDS: needs_on_record,
    ImportKind.INFRASTRUCTURES: infrastructures_on_record,
    ImportKind.CAPABILITIES: capabilities_on_record,
}
