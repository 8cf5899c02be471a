"""Which records many rows of a file may mean: asked with few statements, however many rows there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.likeness.catching_up import MOST_OF_A_KEY, catch_up
from app.likeness.facts import Facts, RecordKind, key_column, read_facts
from app.likeness.keys import keys_of
from app.likeness.queries import SHOWN, LikelyDouble
from app.likeness.rule import compare
from app.storage.pieces import in_pieces
from models.doubles import DoubleKey

_ROWS_AT_ONCE: Final = 500
_KEYS_AT_ONCE: Final = 1_000


def find_alike_rows(
    session: Session, kind: RecordKind, rows: Mapping[int, Facts], told: Callable[[int], None]
) -> dict[int, list[LikelyDouble]]:
    """Return for each row that may mean a record on record those records, the likeliest first; for the office.

    `told` is given how many rows have been compared.
    """
    catch_up(session)
    found: dict[int, list[LikelyDouble]] = {}
    done = 0
    for some in in_pieces(rows.items(), _ROWS_AT_ONCE):
        found |= _alike(session, kind, dict(some))
        done += len(some)
        told(done)
        # Nothing is written: who compares long holds no transaction open meanwhile.
        session.rollback()
    return found


def _alike(session: Session, kind: RecordKind, rows: Mapping[int, Facts]) -> dict[int, list[LikelyDouble]]:
    keys = {row: keys_of(facts) for row, facts in rows.items()}
    sharing: dict[int, list[int]] = defaultdict(list)
    own = key_column(DoubleKey, kind)
    for some in in_pieces(sorted(set().union(*keys.values())), _KEYS_AT_ONCE):
        asked = sa.select(DoubleKey.key, own).where(DoubleKey.key.in_(some), own.is_not(None))
        for key, number in session.execute(asked):
            sharing[key].append(number)
    meant = {
        row: {number for key in theirs if len(sharing.get(key, ())) <= MOST_OF_A_KEY for number in sharing.get(key, ())}
        for row, theirs in keys.items()
    }
    ids = sorted(set().union(*meant.values()))
    facts = read_facts(session, kind, ids)
    found: dict[int, list[LikelyDouble]] = {}
    for row, numbers in meant.items():
        alike = {
            number: likeness
            for number in numbers
            if number in facts and (likeness := compare(rows[row], facts[number][1])) is not None
        }
        best = sorted(alike, key=lambda number: (-alike[number].score, number))[:SHOWN]
        if best:
            found[row] = [LikelyDouble(number, "", alike[number]) for number in best]
    return found
