"""Reads of likely doubles: of what is being typed, of one record, and the whole queue; for the office only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.likeness.catching_up import catch_up
from app.likeness.facts import Facts, RecordKind, key_column, read_facts
from app.likeness.keys import keys_of
from app.likeness.rule import Likeness, WhyAlike, compare
from models.accounts import User
from models.doubles import DoubleKey, DoublePair

SHOWN: Final = 5
_COMPARED: Final = 2_000


@dataclass(frozen=True, slots=True)
class LikelyDouble:
    """A record that another may be, and why; `pair_id` is None for what is not recorded yet."""

    id: int
    name: str
    likeness: Likeness
    pair_id: int | None = None


def find_alike(session: Session, actor: User, kind: RecordKind, facts: Facts) -> Sequence[LikelyDouble]:
    """Return the records that what is being typed may mean, the likeliest first; nothing to others than the office."""
    if not actor.role.is_office:
        return ()
    catch_up(session)
    own, record = key_column(DoubleKey, kind), kind.record
    sharing = sa.select(own).where(DoubleKey.key.in_(keys_of(facts)), own.is_not(None)).distinct().limit(_COMPARED)
    ids = list(session.scalars(sharing))
    read = read_facts(session, kind, ids)
    alike = {number: found for number, (_, theirs) in read.items() if (found := compare(facts, theirs))}
    best = sorted(alike, key=lambda number: (-alike[number].score, number))[:SHOWN]
    names: dict[int, str] = dict(session.execute(sa.select(record.id, record.name).where(record.id.in_(best))).all())
    return [LikelyDouble(number, names[number], alike[number]) for number in best]


def doubles_of(session: Session, actor: User, kind: RecordKind, number: int) -> Sequence[LikelyDouble]:
    """Return the likely doubles of a record on which nobody has decided, the likeliest first."""
    if not actor.role.is_office:
        return ()
    catch_up(session)
    one, other = key_column(DoublePair, kind), key_column(DoublePair, kind, other=True)
    second = sa.case((one == number, other), else_=one)
    pairs = (
        sa.select(DoublePair.id, second, kind.record.name, DoublePair.score, DoublePair.reasons)
        .join(kind.record, kind.record.id == second)
        .where(sa.or_(one == number, other == number), DoublePair.decided_at.is_(None))
        .order_by(DoublePair.score.desc(), DoublePair.id)
        .limit(SHOWN)
    )
    return [
        LikelyDouble(theirs, name, _likeness(score, why), pair)
        for pair, theirs, name, score, why in _rows(session, pairs)
    ]


def count_open(session: Session, actor: User, kind: RecordKind | None = None) -> int:
    """Return how many pairs wait for somebody to decide, of a kind or of all, as of when something was last compared.

    A list that links to them does not compare: whoever follows the link, or opens a record, does.
    """
    if not actor.role.is_office:
        return 0
    waiting = sa.select(sa.func.count(DoublePair.id)).where(DoublePair.decided_at.is_(None))
    if kind is not None:
        waiting = waiting.where(key_column(DoublePair, kind).is_not(None))
    return session.scalar(waiting) or 0


def reasons_of(names: Iterable[str]) -> tuple[WhyAlike, ...]:
    """Return reasons from how they are kept."""
    return tuple(WhyAlike(name) for name in names)


def _likeness(score: float, reasons: Iterable[str]) -> Likeness:
    return Likeness(score, reasons_of(reasons))


def _rows(session: Session, statement: sa.Select[Any]) -> Sequence[Any]:
    return session.execute(statement).all()
