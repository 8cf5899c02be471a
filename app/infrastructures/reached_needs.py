"""Whom a unit could help: open needs ranked for its capabilities, told each reader no more than they may know."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.infrastructures.queries import OFFICE_ROLES, UnitView
from app.matchmaking import Matchmaker, need_profile, public_profile
from app.needs.unit_queries import introduced_need_ids
from matching.profiles import NeedProfile
from matching.results import Candidate, Strength
from matching.sentence_reading import texts_of_need
from matching.vectors import vectors_of
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
    session: Session, actor: User, view: UnitView, maker: Matchmaker, *, today: date
) -> Sequence[ReachedNeed]:
    """Return the needs that the unit's capabilities may answer, best first, each with its best capability.

    The unit's own staff get them by their public text alone, and only what has been introduced to them is left out:
    nothing else of a need, and nothing of the office's work with it, reaches the order or the strengths. For the office
    all layers count, and what is matched with the unit is left out, whatever came of it. What fails a hard limit is
    left out too. Nobody else sees any.
    """
    if not view.is_own:
        return ()
    office = actor.role in OFFICE_ROLES
    left_out = _matched_with(view) if office else introduced_need_ids(actor)
    needs = {str(need.id): need for need in _open_needs(session, left_out)}
    offered = {str(capability.id): capability for capability in view.unit.capabilities if capability.is_active}
    if not needs or not offered:
        return ()
    profiles = [need_profile(need) if office else public_profile(need) for need in needs.values()]
    found = _best_pairs(maker, profiles, offered.keys(), today)
    return [_told(needs[pair.need_id], pair, offered[pair.capability_id], office=office) for pair in found]


def _best_pairs(
    maker: Matchmaker, needs: Sequence[NeedProfile], offered: Container[str], today: date
) -> list[Candidate]:
    """Return the best pairs of a need and an offered capability, scored by what the profiles hold."""
    best: list[tuple[float, int, NeedProfile, str]] = []
    with maker.engine() as engine:
        if engine.encoder is not None:
            # All at once: one read from the database, and one turn of the encoder for what is missing.
            vectors_of(
                [text for need in needs for text in texts_of_need(need.passages)],
                "query",
                engine.encoder,
                maker.vectors,
            )
        for need in needs:
            place = next((each for each in engine.order(need, today=today) if each.id in offered), None)
            if place is not None and place.suitable:
                best.append((-place.score, int(need.id), need, place.id))
        best.sort(key=lambda each: each[:2])
        return [engine.pair(need, capability_id, today) for _score, _id, need, capability_id in best[:SHOWN]]


def _told(need: Need, candidate: Candidate, capability: Capability, *, office: bool) -> ReachedNeed:
    return ReachedNeed(
        need_id=need.id,
        title=need.title,
        teaser=None if office else need.teaser,
        company=need.company.name if office else None,
        strength=candidate.strength,
        capability=capability,
    )


def _matched_with(view: UnitView) -> sa.Select[int]:
    return sa.select(Match.need_id).join(Match.capability).where(Capability.infrastructure_id == view.unit.id)


def _open_needs(session: Session, left_out: sa.Select[int]) -> Sequence[Need]:
    return session.scalars(
        sa.select(Need)
        .where(Need.status == NeedStatus.OPEN, Need.id.not_in(left_out))
        .options(joinedload(Need.company), selectinload(Need.concepts))
        .order_by(Need.id)
    ).all()
