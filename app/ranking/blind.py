"""Which pair somebody judges next without seeing its score: some of the top, some of the middle, some of the rest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.matchmaking import Matchmaker, need_profile
from app.needs.queries import get_need, visible_needs
from models.accounts import User
from models.clock import start_of
from models.infrastructures import Capability
from models.judgements import Judgement
from models.matches import Match
from models.needs import Need, NeedStatus
from models.ranking import SkippedPair

# Places in a need's order from which one pair each is taken: the first five, the next fifteen, all that follow.
_BANDS: Final = ((0, 5), (5, 20), (20, None))
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BlindPair:
    """A need's and a capability's texts, side by side, and nothing of how the engine sees them."""

    need_id: int
    capability_id: int
    title: str
    texts: Sequence[tuple[str, str]]
    capability: Capability
    is_demo: bool


def next_pair(session: Session, matchmaker: Matchmaker, actor: User, *, today: date) -> BlindPair | None:
    """Return the pair that the actor judges next, or None when there is none left.

    The same person meets the same pair until it is judged, on another day in another order, and never again after
    that. Three pairs of one need follow each other, so that its text is read once and something is likely to fit while
    something else does not. Pairs with a match are left out: what people think of those is known.
    """
    open_ids = list(
        session.scalars(visible_needs(actor).where(Need.status == NeedStatus.OPEN).with_only_columns(Need.id))
    )
    shuffle = partial(_shuffled, actor, today)
    needs = sorted(open_ids, key=shuffle)
    slot = count_judged(session, actor, today)
    known = _known_pairs(session, actor)
    for step in range(len(needs)):
        need_id = needs[(slot // len(_BANDS) + step) % len(needs)]
        need = get_need(session, actor, need_id)
        with matchmaker.engine() as engine:
            order = [int(place.id) for place in engine.order(need_profile(need), today=today)]
        left = {capability_id for capability_id in order if (need_id, capability_id) not in known}
        capability_id = _choose(shuffle, need_id, slot, order, left)
        if capability_id is not None:
            return show_pair(session, need, capability_id)
    return None


def _choose(
    shuffle: Callable[..., str], need_id: int, slot: int, order: Sequence[int], left: AbstractSet[int]
) -> int | None:
    """Return a capability of the band whose turn it is; of the next band that has one left otherwise."""
    turns = sorted(range(len(_BANDS)), key=partial(shuffle, need_id))
    first = slot % len(_BANDS)
    for band in (*turns[first:], *turns[:first]):
        start, end = _BANDS[band]
        offered = [capability_id for capability_id in order[start:end] if capability_id in left]
        if offered:
            return min(offered, key=partial(shuffle, need_id, band))
    return None


def _shuffled(actor: User, today: date, *numbers: int) -> str:
    """Return a key that puts things in an order which looks like chance and is the same on every machine."""
    return hashlib.sha256(f"{actor.id} {today.isoformat()} {numbers}".encode()).hexdigest()


def _known_pairs(session: Session, actor: User) -> set[Pair]:
    """Return the pairs that the actor has judged or skipped, and those that somebody has taken up as a match."""
    rows = sa.union_all(
        sa.select(Judgement.need_id, Judgement.capability_id).where(Judgement.user_id == actor.id),
        sa.select(SkippedPair.need_id, SkippedPair.capability_id).where(SkippedPair.user_id == actor.id),
        sa.select(Match.need_id, Match.capability_id),
    )
    return {(need_id, capability_id) for need_id, capability_id in session.execute(rows)}


def count_judged(session: Session, actor: User, today: date) -> int:
    """Return how many pairs the actor has been through today, skipped ones too."""
    midnight = start_of(today)
    rows = sa.union_all(
        sa.select(Judgement.id).where(Judgement.user_id == actor.id, Judgement.blind, Judgement.at >= midnight),
        sa.select(SkippedPair.id).where(SkippedPair.user_id == actor.id, SkippedPair.at >= midnight),
    ).subquery()
    return session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0


def get_open_need(session: Session, actor: User, need_id: int) -> Need | None:
    """Return a need that can be judged, or None when it has been closed meanwhile; NotFoundError outside the scope."""
    need = get_need(session, actor, need_id)
    return need if need.status is NeedStatus.OPEN else None


def show_pair(session: Session, need: Need, capability_id: int) -> BlindPair | None:
    """Return a given pair as it is judged; None when there is no such capability."""
    whole = sa.select(Capability).where(Capability.id == capability_id).options(joinedload(Capability.infrastructure))
    capability = session.scalar(whole)
    return _shown(need, capability) if capability else None


def _shown(need: Need, capability: Capability) -> BlindPair:
    fields = ("teaser", "infrastructure_text", "desired_result", "conditions")
    return BlindPair(
        need_id=need.id,
        capability_id=capability.id,
        title=need.title,
        texts=[(field, text) for field in fields if (text := getattr(need, field))],
        capability=capability,
        is_demo=need.is_demo,
    )
