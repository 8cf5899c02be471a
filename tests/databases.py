"""Migrated, empty databases for tests, of each kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from shutil import copyfile, rmtree
from uuid import uuid4

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
    """Called, it makes a database that is migrated and empty, and returns its address."""

    @abstractmethod
    def __call__(self) -> str:
        """Return an address."""

    @abstractmethod
    def copy(self, url: str) -> str:
        """Return the address of a new copy of a database that nobody is connected to, with all its rows."""

    @abstractmethod
    def empty(self, url: str) -> None:
        """Make a database as it was when it was new, for the next test; its tables are as the migrations left them."""


class SqliteCopies(Databases):
    """A file each, copied from a migrated one."""

    def __init__(self, template: Path) -> None:
        self._template = template

    def __call__(self) -> str:
        """Return the address of a new copy."""
        return self.copy(f"sqlite:///{self._template}")

    def copy(self, url: str) -> str:
        """Return the address of a copy of the file."""
        path = self._template.with_name(f"{uuid4().hex}.sqlite3")
        copyfile(url.removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    def empty(self, url: str) -> None:
        """Put a new copy in the place of the file and of what lies beside it."""
        path = Path(url.removeprefix("sqlite:///"))
        for each in path.parent.glob(f"{path.name}*"):
            rmtree(each) if each.is_dir() else each.unlink()
        copyfile(self._template, path)


class PostgresCopies(Databases):
    """Copies of a migrated database; to empty one takes a tenth of the time of a new copy."""

    def __init__(self, server: PostgresServer, template: str) -> None:
        self._server = server
        self._template = template
        with server.connect(template) as connection:
            connection.execute(_KEEP_FIRST_ROWS)

    def __call__(self) -> str:
        """Return the address of a new copy."""
        return self.copy(self._server.url(self._template))

    def copy(self, url: str) -> str:
        """Return the address of a database made with another as its template."""
        return self._server.create(f"test_{uuid4().hex}", template=str(sa.make_url(url).database))

    def empty(self, url: str) -> None:
        """Put the rows that the migrations have written in the place of all others."""
        with self._server.connect(str(sa.make_url(url).database)) as connection:
            # What a thread of the last test has left open would hold on to rows.
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            connection.execute(_EMPTY)
