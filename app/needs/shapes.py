"""The two shapes of a need: whole for the office, and what a unit may read once it has been introduced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.i18n import named
from app.needs.suggestions import is_ranked
from models.infrastructures import ServiceForm
from models.needs import Need, NeedStatus


@dataclass(frozen=True, slots=True)
class NeedForUnit:
    """A need as an introduced unit reads it: the public and the unit's layer, and whom to talk to.

    The consultant's notes, the ranking and other units are not here, so no template can show them.
    """

    id: int
    title: str
    teaser: str
    unit_text: str | None
    desired_result: str | None
    conditions: str | None
    company: str
    contact_name: str | None
    contact_email: str | None
    deadline: date | None
    trl: int | None
    quality: Sequence[str]
    service_form: ServiceForm | None
    place_matters: bool
    concepts: Sequence[str]
    is_demo: bool


@dataclass(frozen=True, slots=True)
class NeedForOffice:
    """A need as consultants and administrators read it: every layer, and what its row's buttons need."""

    id: int
    version: int
    status: NeedStatus
    title: str
    teaser: str
    unit_text: str | None
    desired_result: str | None
    conditions: str | None
    private_text: str | None
    company_id: int
    company: str
    company_secrecy: str | None
    contact_name: str | None
    contact_email: str | None
    contact_phone: str | None
    owner: str | None
    deadline: date | None
    opened_on: date | None
    closed_on: date | None
    updated_at: datetime
    trl: int | None
    quality: Sequence[str]
    service_form: ServiceForm | None
    place_matters: bool
    concepts: Sequence[str]
    is_demo: bool
    is_ranked: bool


def for_unit(need: Need) -> NeedForUnit:
    """Return the shape for an introduced unit; company, contact and concepts must be loaded."""
    return NeedForUnit(
        id=need.id,
        title=need.title,
        teaser=need.teaser,
        unit_text=need.unit_text,
        desired_result=need.desired_result,
        conditions=need.conditions,
        company=need.company.name,
        contact_name=need.contact.name if need.contact else None,
        contact_email=need.contact.email if need.contact else None,
        deadline=need.deadline,
        trl=need.trl,
        quality=tuple(need.quality),
        service_form=need.service_form,
        place_matters=need.place_matters,
        concepts=_concepts(need),
        is_demo=need.is_demo,
    )


def for_office(need: Need) -> NeedForOffice:
    """Return the shape for consultants and administrators; company, contact, owner and concepts must be loaded."""
    return NeedForOffice(
        id=need.id,
        version=need.version,
        status=need.status,
        title=need.title,
        teaser=need.teaser,
        unit_text=need.unit_text,
        desired_result=need.desired_result,
        conditions=need.conditions,
        private_text=need.private_text,
        company_id=need.company_id,
        company=need.company.name,
        company_secrecy=need.company.secrecy_note,
        contact_name=need.contact.name if need.contact else None,
        contact_email=need.contact.email if need.contact else None,
        contact_phone=need.contact.phone if need.contact else None,
        owner=need.owner.name if need.owner else None,
        deadline=need.deadline,
        opened_on=need.opened_on,
        closed_on=need.closed_on,
        updated_at=need.updated_at,
        trl=need.trl,
        quality=tuple(need.quality),
        service_form=need.service_form,
        place_matters=need.place_matters,
        concepts=_concepts(need),
        is_demo=need.is_demo,
        is_ranked=is_ranked(need),
    )


def _concepts(need: Need) -> tuple[str, ...]:
    return tuple(sorted(named(concept, "label") for concept in need.concepts))
