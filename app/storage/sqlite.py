"""What SQLite needs to be told: how its connections are set up, and when a transaction takes the one write lock.

A transaction begins as a reader and becomes a writer at its first write, lock or flush: the read part is ended and
`BEGIN IMMEDIATE` waits for the lock. So nobody holds the lock while passwords are hashed, words compared and texts
read, and what was read before the first write is as old as on PostgreSQL, where each statement sees what is committed:
versions, locks (`app/storage/locks.py`) and constraints guard both alike.
"""

from __future__ import annotations

import re
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

# How long a writer waits for its turn, in milliseconds.
WAIT_MS: Final = 15_000
_READS: Final = re.compile(r"\s*(?:SELECT|PRAGMA|EXPLAIN|VALUES|BEGIN|COMMIT|ROLLBACK)\b", re.IGNORECASE)
_IS_READING: Final = "brygga-reading"


def listen(engine: sa.Engine) -> None:
    """Set up an engine's connections; nothing happens for another database than SQLite."""
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _prepare)
        sa.event.listen(engine, "begin", _begin)
        sa.event.listen(engine, "before_execute", _before_lock)
        sa.event.listen(engine, "before_cursor_execute", _before_statement)


def take_turn(connection: sa.Connection) -> None:
    """Make a transaction the writer, before it reads what it is going to build on; on SQLite only, where it is none.

    Call it before the first row of a write is computed from rows that are read: there is no row lock to take.
    """
    if connection.dialect.name == "sqlite" and connection.info.get(_IS_READING):
        driver = connection.connection
        cursor = driver.cursor()
        try:
            _become_writer(connection, cursor)
        finally:
            cursor.close()


def read_anew(connection: sa.Connection) -> None:
    """Let a transaction that only reads see what others have committed since it began, as on PostgreSQL it does."""
    if connection.dialect.name == "sqlite" and connection.info.get(_IS_READING):
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN")


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions on its own; `_begin` does.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL", f"busy_timeout = {WAIT_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("isolation_level") == "AUTOCOMMIT":
        connection.info[_IS_READING] = False
        return
    connection.exec_driver_sql("BEGIN")
    connection.info[_IS_READING] = True


def _before_lock(connection: sa.Connection, statement: Any, *_rest: Any) -> None:
    # SQLite leaves the clause out that locks rows elsewhere, and would go on as a reader.
    if isinstance(statement, sa.Select) and statement._for_update_arg is not None:
        take_turn(connection)


def _before_statement(
    connection: sa.Connection, cursor: DBAPICursor, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    if connection.info.get(_IS_READING) and not _READS.match(statement):
        _become_writer(connection, cursor)


def _become_writer(connection: sa.Connection, cursor: DBAPICursor) -> None:
    # A reader that turns into a writer fails at once when another was first; one that begins anew waits for its turn.
    connection.info[_IS_READING] = False
    cursor.execute("COMMIT")
    cursor.execute("BEGIN IMMEDIATE")
