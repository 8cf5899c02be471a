"""Needs, infrastructures and capabilities on record as rows of the files that can be imported."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload, selectinload

from app.infrastructures.names import CONFIDENCE_NAMES, KIND_NAMES, OPENNESS_NAMES, PLACE_NAMES
from app.labels import QUALITY_NAMES, SERVICE_FORM_NAMES
from app.needs.queries import visible_needs
from app.storage.audit import note_reading
from app.web.i18n import named
from app.web.spreadsheets import Cell, marked
from models.accounts import User
from models.capability_answers import PARTS, answers_of
from models.clock import today
from models.infrastructures import Capability, Infrastructure
from models.needs import Need
from models.people import Person

Rows = list[list[Cell]]


def needs_on_record(session: Session, actor: User) -> Rows:
    """Return all needs with their layers; that each was read is remembered."""
    asked = (
        visible_needs(actor)
        .options(
            joinedload(Need.company),
            joinedload(Need.programme),
            joinedload(Need.owner),
            joinedload(Need.contact).selectinload(Person.roles),
            selectinload(Need.concepts),
        )
        .order_by(Need.title_sort, Need.id)
    )
    rows = []
    for each in session.scalars(asked):
        note_reading(session, each)
        rows.append(_need(each))
    return rows


def _need(need: Need) -> list[Cell]:
    return [
        marked(need.title, is_demo=need.is_demo),
        need.company.name,
        need.company.shown_org_number,
        need.teaser,
        need.infrastructure_text,
        need.desired_result,
        need.conditions,
        need.private_text,
        need.deadline,
        f"TRL {need.trl}" if need.trl else None,
        _several(QUALITY_NAMES, need.quality),
        _yes_or_no(need.place_matters),
        _chosen(SERVICE_FORM_NAMES, need.service_form),
        _terms(need),
        named(need.programme) if need.programme else None,
        need.opened_on,
        _contact(need),
        need.owner.name if need.owner else None,
    ]


def _contact(need: Need) -> str | None:
    """Return the contact where it still works at the company: only such a one can be imported."""
    person = need.contact
    if person is None:
        return None
    held = any(role.company_id == need.company_id and role.is_held_on(today()) for role in person.roles)
    return person.name if held else None


def infrastructures_on_record(session: Session, actor: User) -> Rows:
    """Return all infrastructures' facts; the office only."""
    asked = sa.select(Infrastructure).where(sa.true() if actor.role.is_office else sa.false())
    asked = asked.options(selectinload(Infrastructure.hosts)).order_by(Infrastructure.name_sort, Infrastructure.id)
    return [
        [
            each.name_sv,
            each.name_en,
            "; ".join(named(host) for host in each.hosts) or None,
            _chosen(KIND_NAMES, each.kind),
            each.campus,
            each.building,
            _chosen(PLACE_NAMES, each.in_flemingsberg),
            _chosen(OPENNESS_NAMES, each.open_to_companies),
            each.description_sv,
            each.description_en,
            each.website,
            each.contact_email,
            each.source_title,
            each.source_host,
            each.source_year,
            _chosen(CONFIDENCE_NAMES, each.confidence),
            each.note,
        ]
        for each in session.scalars(asked)
    ]


def capabilities_on_record(session: Session, actor: User) -> Rows:
    """Return what infrastructures can do; the office only."""
    asked = sa.select(Capability).where(sa.true() if actor.role.is_office else sa.false())
    asked = asked.options(joinedload(Capability.infrastructure), selectinload(Capability.concepts))
    return [_capability(each) for each in session.scalars(asked.order_by(Capability.infrastructure_id, Capability.id))]


def _capability(one: Capability) -> list[Cell]:
    swedish, english = (answers_of(one.text_sv, one.answers_sv), answers_of(one.text_en, one.answers_en))
    return [
        one.title_sv,
        one.title_en,
        named(one.infrastructure),
        *(answers[part] or None for part in PARTS for answers in (swedish, english)),
        _terms(one),
        _chosen(SERVICE_FORM_NAMES, one.service_form),
        _several(QUALITY_NAMES, one.quality or ()),
        one.lead_time_days,
        one.price_note,
        _yes_or_no(one.is_active),
    ]


def _terms(record: Need | Capability) -> str | None:
    return "; ".join(named(concept, "label") for concept in record.concepts) or None


def _yes_or_no(is_so: bool) -> str:
    return str(_("Yes") if is_so else _("No"))


def _chosen(names: Any, value: Any) -> str | None:
    return None if value is None else str(dict(names).get(value, value))


def _several(names: Any, values: Any) -> str | None:
    return ", ".join(str(dict(names).get(value, value)) for value in values) or None
