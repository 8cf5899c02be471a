"""The queue of likely doubles catches up: records that have changed are compared anew, and only those.

Which have changed is told by the stamp that their keys were made of (`stamp_of`), so that no import, restore or
command passes the queue by; it costs by changes, and a reader after a change pays for it. See
docs/decisions/0028-doubles-are-compared-when-they-change.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.likeness.facts import RecordKind, key_column, read_facts, stamp_of
from app.likeness.keys import keys_of
from app.likeness.merged import forget_old
from app.likeness.rule import Likeness, compare
from app.storage.database import BryggaSession, short_transaction
from app.storage.kept_answers import kept
from app.storage.locks import lock_free
from app.storage.sqlite import read_anew
from app.storage.unwritten import unwritten
from models.doubles import DoubleKey, DoublePair

# Compared as the writer, so that others wait for a fifth of a second at most.
_AT_ONCE: Final = 200
# So many share a beginning in ten thousand companies only when it says nothing of which one it is.
MOST_OF_A_KEY: Final = 400
# Stands among a record's keys where there is nothing to compare, so that it is known to have been read.
_READ: Final = 0
Found = dict[tuple[int, int], Likeness]


def catch_up(session: Session) -> None:
    """Compare what has changed since; asked before the pairs are read, and nothing where nothing has changed.

    Whoever is in the middle of a change of their own asks for nothing: they would wait for themselves.
    """
    if not unwritten(session):
        kept(session, ("doubles compared",), lambda: _compare_all(session))


def _compare_all(session: Session) -> bool:
    for kind in RecordKind:
        while session.scalar(_stale(kind).limit(1)) is not None:
            with short_transaction(session.get_bind().engine, reads=False) as connection:
                ids = lock_free(connection, _stale(kind).order_by(kind.record.id).limit(_AT_ONCE))
                forget_old(connection)
                if ids:
                    with BryggaSession(connection) as own:
                        compare_records(own, kind, ids)
                        own.flush()
            read_anew(session.connection())
            # Fewer are the last, or another is just comparing the others.
            if len(ids) < _AT_ONCE:
                break
    return True


def _stale(kind: RecordKind) -> sa.Select[int]:
    record = kind.record
    read = sa.exists().where(key_column(DoubleKey, kind) == record.id, DoubleKey.stamp == stamp_of(kind))
    return sa.select(record.id).where(~read)


def compare_records(session: Session, kind: RecordKind, ids: Sequence[int]) -> None:
    """Make the keys of records anew, and the pairs that they are in; a pair that was decided on stays."""
    own = key_column(DoubleKey, kind)
    session.execute(sa.delete(DoubleKey).where(own.in_(ids)))
    read = read_facts(session, kind, ids)
    column = f"{kind.value}_id"
    rows = [
        {column: number, "key": key, "stamp": stamp}
        for number, (stamp, facts) in read.items()
        for key in (keys_of(facts) or {_READ})
    ]
    if rows:
        session.execute(sa.insert(DoubleKey), rows)
    _keep_pairs(session, kind, ids, _find(session, kind, ids, read))


def _find(session: Session, kind: RecordKind, ids: Sequence[int], read: Mapping[int, tuple[int, Any]]) -> Found:
    own = key_column(DoubleKey, kind)
    theirs = sa.select(DoubleKey.key).where(own.in_(ids), DoubleKey.key != _READ)
    sharing: dict[int, list[int]] = defaultdict(list)
    for key, number in session.execute(
        sa.select(DoubleKey.key, own).where(DoubleKey.key.in_(theirs), own.is_not(None))
    ):
        sharing[key].append(number)
    changed = set(read)
    asked = {
        (min(one, other), max(one, other))
        for numbers in sharing.values()
        if len(numbers) <= MOST_OF_A_KEY
        for one in changed.intersection(numbers)
        for other in numbers
        if one != other
    }
    others = sorted({number for pair in asked for number in pair} - changed)
    facts = {number: told[1] for number, told in {**read, **read_facts(session, kind, others)}.items()}
    compared = ((pair, compare(facts[pair[0]], facts[pair[1]])) for pair in asked if facts.keys() >= set(pair))
    return {pair: likeness for pair, likeness in compared if likeness is not None}


def _keep_pairs(session: Session, kind: RecordKind, ids: Iterable[int], found: Found) -> None:
    """Write the pairs that were found; two are one pair, whichever stands first."""
    one, other = key_column(DoublePair, kind), key_column(DoublePair, kind, other=True)
    new = dict(found)
    rows = sa.select(DoublePair.id, one, other, DoublePair.score, DoublePair.reasons, DoublePair.decided_at)
    for number, first, second, score, reasons, decided_at in session.execute(
        rows.where(sa.or_(one.in_(ids), other.in_(ids)))
    ).all():
        likeness = new.pop((min(first, second), max(first, second)), None)
        this = DoublePair.id == number
        if likeness is None and decided_at is None:
            session.execute(sa.delete(DoublePair).where(this))
        elif likeness is not None and (likeness.score, list(likeness.reasons)) != (score, reasons):
            values = {"score": likeness.score, "reasons": list(likeness.reasons)}
            session.execute(sa.update(DoublePair).where(this).values(values))
    made = [
        {
            f"{kind.value}_id": first,
            f"other_{kind.value}_id": second,
            "score": likeness.score,
            "reasons": list(likeness.reasons),
        }
        for (first, second), likeness in sorted(new.items())
    ]
    if made:
        session.execute(sa.insert(DoublePair), made)
