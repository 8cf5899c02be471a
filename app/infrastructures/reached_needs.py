"""Whom a unit could help: open needs ranked for its capabilities, told each reader no more than they may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.infrastructures.queries import InfrastructureView
from app.matchmaking import ReachedNeeds, ReachQuestion, need_profile, public_profile
from app.matchmaking.reached import ReachedPlace
from app.needs.infrastructure_queries import introduced_need_ids
from app.storage.kept_answers import kept
from matching.profiles import NeedProfile
from matching.results import Strength
from models.accounts import User
from models.infrastructures import Capability
from models.matches import Match
from models.needs import Need, NeedStatus

SHOWN = 5


@dataclass(frozen=True, slots=True)
class ReachedNeed:
    """An open need as the reader may see it; a unit gets the public teaser, the office the company's name instead."""

    need_id: int
    title: str
    teaser: str | None
    company: str | None
    strength: Strength
    capability: Capability


def list_reached_needs(
    session: Session, actor: User, view: InfrastructureView, reached: ReachedNeeds, *, today: date
) -> Sequence[ReachedNeed]:
    """Return the needs that the unit's capabilities may answer, best first, each with its best capability.

    The unit's own staff get them by their public text alone, and only what has been introduced to them is left out:
    nothing else of a need, and nothing of the office's work with it, reaches the order or the strengths. For the office
    all layers count, and what is matched with the unit is left out, whatever came of it. What fails a hard limit is
    left out too. Nobody else sees any.
    """
    if not view.is_own:
        return ()
    office = actor.role.is_office
    offered = {each.id: each for each in view.infrastructure.capabilities if each.is_active}
    if not offered:
        return ()
    question = ReachQuestion(frozenset(map(str, offered)), "all" if office else "public", today)

    loaded: dict[int, Need] = {}

    def needs_of(ids: Sequence[int]) -> list[Need]:
        loaded.update(_load(session, [each for each in ids if each not in loaded]))
        return [loaded[each] for each in ids if each in loaded]

    def load(ids: Sequence[int]) -> list[NeedProfile]:
        return [need_profile(need) if office else public_profile(need) for need in needs_of(ids)]

    def find() -> tuple[ReachedPlace, ...]:
        versions = _open_needs(session, _matched_with(view) if office else introduced_need_ids(actor))
        return tuple(reached.best(question, versions, load, top=SHOWN))

    reader = "office" if office else actor.id
    places = kept(session, ("reached needs", view.infrastructure.id, reader, question), find)
    needs_of([place.need_id for place in places])
    return [_told(loaded[place.need_id], place, offered[place.capability_id], office=office) for place in places]


def _told(need: Need, place: ReachedPlace, capability: Capability, *, office: bool) -> ReachedNeed:
    return ReachedNeed(
        need_id=need.id,
        title=need.title,
        teaser=None if office else need.teaser,
        company=need.company.name if office else None,
        strength=place.strength,
        capability=capability,
    )


def _matched_with(view: InfrastructureView) -> sa.Select[int]:
    return sa.select(Match.need_id).join(Match.capability).where(Capability.infrastructure_id == view.infrastructure.id)


def _open_needs(session: Session, left_out: sa.Select[int]) -> dict[int, int]:
    """Return the versions of open needs by their ids."""
    rows = session.execute(
        sa.select(Need.id, Need.version).where(Need.status == NeedStatus.OPEN, Need.id.not_in(left_out))
    )
    return {row.id: row.version for row in rows}


def _load(session: Session, ids: Sequence[int]) -> dict[int, Need]:
    if not ids:
        return {}
    needs = session.scalars(
        sa.select(Need)
        .where(Need.id.in_(ids))
        .options(joinedload(Need.company), selectinload(Need.concepts))
        .order_by(Need.id)
    )
    return {need.id: need for need in needs}
