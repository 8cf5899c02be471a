"""How long a page may hold PostgreSQL up, and be held up: a request that waits in vain is told so, with its text kept.

Commands, migrations and backups take the time they need: the limits belong to requests, so a connection is given the
ones of whoever takes it out of the pool, and keeps them while the next one is of the same kind.
"""

from __future__ import annotations

from typing import Any, Final

import psycopg
import sqlalchemy as sa
from flask import has_request_context
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError

from app import limits

_SET: Final = (
    "SELECT set_config('lock_timeout', '{lock}', false), set_config('statement_timeout', '{statement}', false), "
    "set_config('idle_in_transaction_session_timeout', '{idle}', false)"
)
_KEPT: Final = "brygga-patience"


def listen(engine: sa.Engine) -> None:
    """Watch over an engine's connections; nothing happens for another database than PostgreSQL."""
    if engine.dialect.name == "postgresql":
        sa.event.listen(engine, "checkout", _give_limits)


def _wanted() -> tuple[float, float, float]:
    if not has_request_context():
        return (0.0, 0.0, 0.0)  # none
    return limits.LOCK_SECONDS, limits.STATEMENT_SECONDS, limits.IDLE_TRANSACTION_SECONDS


def _give_limits(connection: DBAPIConnection, record: Any, _proxy: object) -> None:
    wanted = _wanted()
    if record.info.get(_KEPT) == wanted:
        return
    lock, statement, idle = (f"{seconds * 1000:.0f}ms" for seconds in wanted)
    try:
        # Outside a transaction, so that no rollback takes it back.
        connection.autocommit = True
        connection.cursor().execute(_SET.format(lock=lock, statement=statement, idle=idle))
        connection.autocommit = False
    except psycopg.Error as error:
        raise DisconnectionError from error
    record.info[_KEPT] = wanted
