"""Prices and lead times of all a unit's capabilities at once: drafted or published, and nothing else with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.infrastructures.drafts import list_drafts, publish, save_draft, shown_version
from app.infrastructures.profile_groups import confirm_groups
from app.infrastructures.profile_values import values_of
from app.infrastructures.queries import get_own
from models.accounts import Role, User
from models.clock import now
from models.errors import StaleRecordError
from models.infrastructures import Capability
from models.profile_changes import ProfileChange
from models.profile_groups import ProfileGroup


@dataclass(frozen=True, slots=True)
class Terms:
    """What companies pay for a capability and how long it takes; None is not known."""

    price_note: str | None
    lead_time_days: int | None


@dataclass(frozen=True, slots=True)
class OfferedTerms:
    """A capability with the draft of it that staff go on writing, and what it then says."""

    capability: Capability
    draft: ProfileChange | None
    terms: Terms


def list_terms(session: Session, actor: User, infrastructure_id: int) -> list[OfferedTerms]:
    """Return the terms of a unit's capabilities: to the office as published, to its staff as in their drafts."""
    capabilities = session.scalars(
        sa.select(Capability)
        .where(Capability.infrastructure_id == infrastructure_id)
        .options(selectinload(Capability.concepts))
        .order_by(sa.not_(Capability.is_active), Capability.id)
        .execution_options(populate_existing=True)
    ).all()
    drafts = (
        {} if actor.role.is_office else {each.capability_id: each for each in list_drafts(session, infrastructure_id)}
    )
    return [OfferedTerms(each, drafts.get(each.id), _said(each, drafts.get(each.id))) for each in capabilities]


def terms_version(offered: Sequence[OfferedTerms]) -> int:
    """Return a number that grows with every change of what the form over the terms shows."""
    return sum(shown_version(each.capability, each.draft) for each in offered)


def save_terms(
    session: Session,
    *,
    actor: User,
    infrastructure_id: int,
    asked: Mapping[int, Terms],
    version: int | None,
    publishes: bool,
    on: date,
) -> int:
    """Keep the terms that are asked for by capability, and return how many capabilities that changes.

    The office's are published as they are saved. What staff publish is read by outsiders at once, without what their
    drafts say otherwise; and they stand behind all of it, changed or not. Raises StaleRecordError when anything of it
    was changed since it was shown, and NotFoundError outside the actor's scope.
    """
    get_own(session, actor, infrastructure_id, lock=True)
    offered = list_terms(session, actor, infrastructure_id)
    if version != terms_version(offered):
        raise StaleRecordError
    changed = 0
    for each in offered:
        terms = asked.get(each.capability.id, each.terms)
        if publishes or actor.role.is_office:
            changed += _put(session, actor, each, terms)
        elif terms != each.terms:
            changed += 1
            standing = shown_version(each.capability, each.draft)
            said = {**values_of(each.capability), **(each.draft.after if each.draft else {}), **asdict(terms)}
            save_draft(session, actor=actor, record=each.capability, said=said, version=standing)
    if publishes and actor.role is Role.STAFF:
        confirm_groups(session, actor=actor, infrastructure_id=infrastructure_id, groups=[ProfileGroup.TERMS], on=on)
    session.flush()
    return changed


def _put(session: Session, actor: User, offered: OfferedTerms, terms: Terms) -> bool:
    """Publish the terms of a capability where they are new, and take them out of what is drafted."""
    capability, draft = offered.capability, offered.draft
    stands, after = asdict(_said(capability, None)), asdict(terms)
    new = {name: value for name, value in after.items() if value != stands[name]}
    if actor.role.is_office:
        for name, value in new.items():
            setattr(capability, name, value)
    elif new:
        written = {"infrastructure_id": capability.infrastructure_id, "capability": capability, "before": {}}
        change = ProfileChange(**written, after=new, by_id=actor.id, at=now(), published_at=now())
        session.add(change)
        publish(session, actor=actor, drafts=[change])
    if draft is not None and after.keys() & draft.after.keys():
        draft.before, draft.after = (
            {name: value for name, value in said.items() if name not in after} for said in (draft.before, draft.after)
        )
        if not draft.after:
            session.delete(draft)
    return bool(new)


def _said(capability: Capability, draft: ProfileChange | None) -> Terms:
    said = draft.after if draft else {}
    return Terms(said.get("price_note", capability.price_note), said.get("lead_time_days", capability.lead_time_days))
