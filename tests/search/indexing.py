"""Reads the index as it is and as a rebuild makes it."""

from __future__ import annotations

import sqlalchemy as sa

from app.storage.search_index.keeping import rebuild
from app.storage.search_index.tables import ENTRY, STALE

Entries = dict[int, tuple[str, str, str]]


def entries(engine: sa.Engine) -> Entries:
    """Return every entry by its number."""
    with engine.connect() as connection:
        rows = connection.execute(sa.select(ENTRY.c.rowid, ENTRY.c.name, ENTRY.c.sort, ENTRY.c.words))
        return {row[0]: (row[1], row[2], row[3]) for row in rows}


def rebuilt(engine: sa.Engine) -> Entries:
    """Return what a rebuild would make, and leave the index as it is."""
    with engine.connect() as connection:
        transaction = connection.begin()
        rebuild(connection)
        rows = connection.execute(sa.select(ENTRY.c.rowid, ENTRY.c.name, ENTRY.c.sort, ENTRY.c.words))
        made = {row[0]: (row[1], row[2], row[3]) for row in rows}
        transaction.rollback()
        return made


def stale(engine: sa.Engine) -> int:
    """Return how many records the index has fallen behind of."""
    with engine.connect() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(STALE)) or 0
