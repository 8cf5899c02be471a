"""The one place where rows are locked, so that others do not change them meanwhile.

Rows of one table go by their keys; which table goes first, `tests/security/test_lock_order.py` asks of every POST.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.sqlite import take_turn


def lock_rows(session: Session, record: type[Any], ids: Iterable[int | None]) -> None:
    """Keep others from changing the rows of a record until the transaction ends.

    PostgreSQL waits for whoever holds them, and what this session had read by then may be old; so everything it has
    read is read anew when it is next asked for, with the columns and the collections that queries load. Rows are
    locked in the order of their numbers, so that two who lock the same ones never wait for each other; take all
    locks before the first change. Rows that refer to a locked one can still be added: a foreign key locks what it
    points to whenever a row is written, in an order that nobody chose. SQLite has one writer at a time: the session
    becomes it here, and the clause is left out.
    """
    wanted = sorted({number for number in ids if number is not None})
    if not wanted:
        return
    take_turn(session.connection())
    session.execute(
        sa.select(record.id).where(record.id.in_(wanted)).order_by(record.id).with_for_update(key_share=True)
    ).all()
    session.expire_all()


def lock_chosen(session: Session, ids: sa.Select[int]) -> frozenset[int]:
    """Lock the rows that a query of numbers chooses, in its order, and return those it chose when they were locked.

    For rules about how many there are: what the session has read of the rows is not read anew.
    """
    take_turn(session.connection())
    return frozenset(session.scalars(ids.with_for_update(key_share=True)))


def lock_free(connection: sa.Connection, ids: sa.Select[int]) -> Sequence[int]:
    """Lock those of the rows that a query of numbers chooses which nobody else holds, and return them; never waits."""
    return connection.scalars(ids.with_for_update(key_share=True, skip_locked=True)).all()
