"""The choice of which other record is the same, where nothing has found it: found by words, and then compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import render_template, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from app.companies.queries import get_company, visible_companies
from app.duplicates.blueprint import bp
from app.likeness.facts import RecordKind
from app.limits import SEARCH_HITS
from app.people.places import place_name
from app.people.queries import get_person, visible_people, with_places
from app.storage.database import db_session
from app.storage.search_index.tables import Kind
from app.storage.text_search import search_list
from app.web.forms.filters import FilterForm, search_field
from app.web.sign_in import current_actor
from models.accounts import User
from models.organisations import Company
from models.people import Person


class OtherCompanySearch(FilterForm):
    """The search for the other company."""

    q = search_field(_l("Search by name or organisation number"))


class OtherPersonSearch(FilterForm):
    """The search for the other person."""

    q = search_field(_l("Search by name, e-mail or phone"))


@bp.get("/companies/<int:company_id>/same-as")
def choose_company(company_id: int) -> str:
    """Find the other company that a company is the same as."""
    company = get_company(db_session(), current_actor(), company_id)
    return _page(OtherCompanySearch(request.args), RecordKind.COMPANY, company)


@bp.get("/people/<int:person_id>/same-as")
def choose_person(person_id: int) -> str:
    """Find the other person that a person is the same as."""
    return _page(
        OtherPersonSearch(request.args), RecordKind.PERSON, get_person(db_session(), current_actor(), person_id)
    )


def _page(search: Any, kind: RecordKind, record: Company | Person) -> str:
    search.validate()
    found = _find(db_session(), current_actor(), record, search.q.data) if search.q.data else ()
    return render_template(
        "duplicates/choose.html", search=search, kind=kind, record=record, found=found, place_name=place_name
    )


def _find(session: Session, actor: User, record: Company | Person, text: str) -> Sequence[Company | Person]:
    """Return the others that a text finds, by name; demo data is never one with what is real."""
    rows: sa.Select[Any]
    table: Any = type(record)
    if isinstance(record, Company):
        kind, rows = Kind.COMPANY, visible_companies(actor)
    else:
        kind, rows = Kind.PERSON, visible_people(actor).options(*with_places())
    rows = rows.where(
        search_list(session, kind, table.id, text).condition, table.id != record.id, table.is_demo == record.is_demo
    )
    return session.scalars(rows.order_by(table.name_sort, table.id).limit(SEARCH_HITS)).all()
