"""Reads of this room: the queue of pairs, and what two records have; for the office only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.duplicates.moving import Moving, plan_moves
from app.likeness.catching_up import catch_up
from app.likeness.facts import RecordKind, key_column
from app.likeness.queries import reasons_of
from app.likeness.rule import WhyAlike
from app.limits import PAGE_SIZE
from models.accounts import User
from models.doubles import DoublePair, Merge
from models.errors import NotFoundError
from models.matches import Match
from models.meetings import Meeting
from models.needs import Need
from models.organisations import Company
from models.people import Person
from models.uses import Use


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair as the queue shows it."""

    pair: DoublePair
    first: Company | Person
    second: Company | Person
    reasons: tuple[WhyAlike, ...]


@dataclass(frozen=True, slots=True)
class PairPage:
    """A page of the queue: its rows, how many there are in all, and its number."""

    rows: Sequence[PairRow]
    total: int
    page: int


def list_pairs(session: Session, actor: User, kind: RecordKind, *, decided: bool, page: int) -> PairPage:
    """Return the pairs that wait, the likeliest first; or those that were decided on, the latest first.

    Raises NotFoundError outside the office.
    """
    if not actor.role.is_office:
        raise NotFoundError
    catch_up(session)
    told = sa.and_(
        key_column(DoublePair, kind).is_not(None),
        DoublePair.decided_at.is_not(None) if decided else DoublePair.decided_at.is_(None),
    )
    total = session.scalar(sa.select(sa.func.count(DoublePair.id)).where(told)) or 0
    shown = min(page, max(1, -(-total // PAGE_SIZE)))
    record: Any = kind.record
    first, second = aliased(record), aliased(record)
    order = DoublePair.decided_at.desc() if decided else DoublePair.score.desc()
    rows = (
        sa.select(DoublePair, first, second)
        .join(first, first.id == key_column(DoublePair, kind))
        .join(second, second.id == key_column(DoublePair, kind, other=True))
        .where(told)
        .order_by(order, DoublePair.id)
        .limit(PAGE_SIZE)
        .offset((shown - 1) * PAGE_SIZE)
    )
    pairs = [PairRow(pair, one, other, reasons_of(pair.reasons)) for pair, one, other in session.execute(rows)]
    return PairPage(pairs, total, shown)


def get_pair(session: Session, actor: User, pair_id: int) -> DoublePair:
    """Return a pair; raises NotFoundError outside the actor's scope."""
    pair = session.get(DoublePair, pair_id) if actor.role.is_office else None
    if pair is None:
        raise NotFoundError
    return pair


def find_pair(session: Session, kind: RecordKind, *numbers: int) -> DoublePair | None:
    """Return the pair that two records are in the queue, decided or not."""
    one, other = key_column(DoublePair, kind), key_column(DoublePair, kind, other=True)
    return session.scalar(sa.select(DoublePair).where(one.in_(numbers), other.in_(numbers)).limit(1))


def get_merge(session: Session, actor: User, merge_id: int) -> Merge:
    """Return a merge; raises NotFoundError outside the actor's scope."""
    merge = session.get(Merge, merge_id) if actor.role.is_office else None
    if merge is None:
        raise NotFoundError
    return merge


def what_moves(session: Session, kind: RecordKind, *, stays: int, goes: int) -> list[Moving]:
    """Return what refers to the record that goes, and what of it meets the same of the other."""
    return [each for each in plan_moves(session, kind, stays=stays, goes=goes) if each.count]


def comes_along(session: Session, company_id: int) -> Mapping[str, int]:
    """Return how many matches, meetings and uses a company's needs have."""
    matches = sa.select(Match.id).join(Match.need).where(Need.company_id == company_id)
    counts: tuple[Any, ...] = tuple(
        session.execute(
            sa.select(
                sa.select(sa.func.count()).select_from(matches.subquery()).scalar_subquery(),
                sa.select(sa.func.count(Meeting.id)).where(Meeting.match_id.in_(matches)).scalar_subquery(),
                sa.select(sa.func.count(Use.id)).where(Use.match_id.in_(matches)).scalar_subquery(),
            )
        ).one()
    )
    return {name: count for name, count in zip(("match", "meeting", "use"), counts, strict=True) if count}


def names_of(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """Return the names of the users who are responsible."""
    users = sa.select(User.id, User.name).where(User.id.in_(ids))
    found: dict[int, str] = dict(session.execute(users).all())
    return found
