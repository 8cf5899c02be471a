"""The shape of a need for the office: whole. What a unit reads has a shape of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.needs.suggestions import is_ranked
from app.web.i18n import named
from models.accounts import User
from models.actions import Actions, NeedAction, actions_for_need
from models.infrastructures import ServiceForm
from models.needs import Need, NeedStatus
from models.people import Person


@dataclass(frozen=True, slots=True)
class NeedForOffice:
    """A need as consultants and administrators read it: every layer, and what its row's buttons need."""

    id: int
    version: int
    status: NeedStatus
    title: str
    teaser: str
    infrastructure_text: str | None
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
    programme: str | None
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
    actions: Actions[NeedAction]


def for_office(actor: User, need: Need, contact: Person | None) -> NeedForOffice:
    """Return the shape for consultants and administrators; company, owner, programme and concepts must be loaded.

    `contact` is whom to speak with about it.
    """
    return NeedForOffice(
        id=need.id,
        version=need.version,
        status=need.status,
        title=need.title,
        teaser=need.teaser,
        infrastructure_text=need.infrastructure_text,
        desired_result=need.desired_result,
        conditions=need.conditions,
        private_text=need.private_text,
        company_id=need.company_id,
        company=need.company.name,
        company_secrecy=need.company.secrecy_note,
        contact_name=contact.name if contact else None,
        contact_email=contact.email if contact else None,
        contact_phone=contact.phone if contact else None,
        owner=need.owner.name if need.owner else None,
        programme=named(need.programme) if need.programme else None,
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
        actions=actions_for_need(actor.role, need.status),
    )


def _concepts(need: Need) -> tuple[str, ...]:
    return tuple(sorted(named(concept, "label") for concept in need.concepts))
