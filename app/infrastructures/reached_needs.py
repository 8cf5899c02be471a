"""Whom a unit could help: open needs ranked for its capabilities, told each reader no more than they may know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.infrastructures.queries import OFFICE_ROLES, UnitView
from app.matchmaking.profiles import need_profiles
from matching.profiles import NeedProfile
from matching.results import Candidate, Ranking, Strength
from models.accounts import User
from models.infrastructures import Capability
from models.matches import Match
from models.needs import Need, NeedStatus

SHOWN = 5


class RanksNeeds(Protocol):
    """What is asked of the engine."""

    def rank_needs(
        self, capability_id: int, needs: Sequence[NeedProfile], *, today: date, top: int | None = None
    ) -> Ranking:
        """Rank needs for a capability."""
        ...


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
    session: Session, actor: User, view: UnitView, engine: RanksNeeds, *, today: date
) -> Sequence[ReachedNeed]:
    """Return the needs that the unit's capabilities may answer, best first, each with its best capability.

    What already is matched with the unit, whatever came of it, is left out, and so is what fails a hard limit. Nobody
    but the office and the unit's own staff sees any.
    """
    if not view.is_own:
        return ()
    needs = {str(need.id): need for need in _unmatched_needs(session, view)}
    profiles = need_profiles(list(needs.values()))
    best: dict[str, tuple[Candidate, Capability]] = {}
    for capability in (each for each in view.unit.capabilities if each.is_active):
        for candidate in engine.rank_needs(capability.id, profiles, today=today, top=SHOWN).candidates:
            known = best.get(candidate.need_id)
            if _worth_telling(candidate) and (known is None or known[0].score < candidate.score):
                best[candidate.need_id] = (candidate, capability)
    ranked = sorted(best.values(), key=lambda pair: (-pair[0].score, int(pair[0].need_id)))
    office = actor.role in OFFICE_ROLES
    return [_told(needs[found.need_id], found, capability, office=office) for found, capability in ranked[:SHOWN]]


def _worth_telling(candidate: Candidate) -> bool:
    return not candidate.fails and candidate.strength is not Strength.WEAK


def _told(need: Need, candidate: Candidate, capability: Capability, *, office: bool) -> ReachedNeed:
    return ReachedNeed(
        need_id=need.id,
        title=need.title,
        teaser=None if office else need.teaser,
        company=need.company.name if office else None,
        strength=candidate.strength,
        capability=capability,
    )


def _unmatched_needs(session: Session, view: UnitView) -> Sequence[Need]:
    matched = sa.select(Match.need_id).join(Match.capability).where(Capability.infrastructure_id == view.unit.id)
    return session.scalars(
        sa.select(Need)
        .where(Need.status == NeedStatus.OPEN, Need.id.not_in(matched))
        .options(joinedload(Need.company), selectinload(Need.concepts))
        .order_by(Need.id)
    ).all()
