"""The lock of the one process that does jobs: a file's beside an SQLite database, an advisory one of PostgreSQL's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa

from app.storage.work_folder import WorkFolder

# Among PostgreSQL's advisory locks.
_NUMBER: Final = 6_219_004


class RunnerLock:
    """Held by the runner of jobs as long as it lives."""

    def __init__(self, engine: sa.Engine, folder: WorkFolder | None) -> None:
        """Know the database, and the folder that lies beside an SQLite one."""
        self._engine, self._folder = engine, folder

    @contextmanager
    def held(self) -> Iterator[Callable[[], bool] | None]:
        """Hold the lock, if nobody does: gives what tells whether one still does; None while another does.

        It goes with the process, or the connection, that has it.
        """
        if self._folder is not None:
            held = self._folder.lock()
            try:
                yield None if held is None else lambda: True
            finally:
                if held is not None:
                    self._folder.unlock(held)
            return
        with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            is_mine = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_NUMBER)))

            def is_still() -> bool:
                try:
                    return connection.scalar(sa.select(1)) == 1
                except sa.exc.DBAPIError:
                    return False

            try:
                yield is_still if is_mine else None
            finally:
                # A lock of a session's would go back to the pool with its connection.
                connection.invalidate()

    @property
    def is_held(self) -> bool:
        """Tell whether somebody holds it now."""
        if self._folder is not None:
            return self._folder.is_at_work
        held = sa.text(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = :lock"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
        )
        with self._engine.connect() as connection:
            return bool(connection.scalar(held, {"lock": _NUMBER}))
