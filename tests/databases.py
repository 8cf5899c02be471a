"""Migrated, empty databases for tests, of each kind; whoever is done with one gives it back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from uuid import uuid4

import psycopg
import sqlalchemy as sa

from tests.database_servers import PostgresServer

# What the migrations have written is kept beside the tables, for putting it back.
_KEEP_FIRST_ROWS = """
DO $$ DECLARE it record; has_rows boolean; BEGIN
  CREATE SCHEMA first_rows;
  FOR it IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', it.name) INTO has_rows;
    IF has_rows THEN EXECUTE format('CREATE TABLE first_rows.%I AS TABLE public.%I', it.name, it.name); END IF;
  END LOOP;
END $$
"""
_EMPTY = """
DO $$ DECLARE it record; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR it IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
    EXECUTE format('DELETE FROM public.%I', it.name);
  END LOOP;
  FOR it IN SELECT tablename AS name FROM pg_tables WHERE schemaname = 'first_rows' LOOP
    EXECUTE format('INSERT INTO public.%I SELECT * FROM first_rows.%I', it.name, it.name);
  END LOOP;
  FOR it IN SELECT sequencename AS name FROM pg_sequences WHERE schemaname = 'public' LOOP
    PERFORM setval(format('public.%I', it.name), 1, false);
  END LOOP;
END $$
"""


class Databases(ABC):
    """Called, it gives the address of a database that is migrated and empty."""

    @abstractmethod
    def __call__(self) -> str:
        """Return an address."""

    @abstractmethod
    def give_back(self, url: str) -> None:
        """Take a database back whose tables are as the migrations left them."""


class SqliteCopies(Databases):
    """A file each, copied from a migrated one."""

    def __init__(self, template: Path) -> None:
        self._template = template

    def __call__(self) -> str:
        """Return the address of a new copy."""
        path = self._template.with_name(f"{uuid4().hex}.sqlite3")
        path.write_bytes(self._template.read_bytes())
        return f"sqlite:///{path}"

    def give_back(self, url: str) -> None:
        """Remove the file and what lies beside it."""
        path = Path(url.removeprefix("sqlite:///"))
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()


class PostgresCopies(Databases):
    """Copies of a migrated database, emptied for the next test: that takes a tenth of the time of a new copy."""

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        self._free: list[str] = []
        with server.connect(template) as connection:
            connection.execute(_KEEP_FIRST_ROWS)

    def __call__(self) -> str:
        """Return the address of an emptied copy, or of a new one."""
        if not self._free:
            return self._server.create(f"test_{uuid4().hex}", template=self._template)
        name = self._free.pop()
        with self._server.connect(name) as connection:
            self._end_others(connection)
            connection.execute(_EMPTY)
        return self._server.url(name)

    def give_back(self, url: str) -> None:
        """Keep it for the next one who asks."""
        self._free.append(str(sa.make_url(url).database))

    @staticmethod
    def _end_others(connection: psycopg.Connection) -> None:
        """Close what a thread of the last test has left open: it would hold on to rows."""
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
