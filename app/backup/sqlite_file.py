"""SQLite's part of a backup: its own backup interface copies one moment, while others write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from app.backup import BackupError
from app.backup.archive import Manifest, unpack
from models.files import RecordFile

NAME: Final = "database.sqlite3"
_FILES: Final = RecordFile.__tablename__


def take(engine: sa.Engine, folder: Path) -> tuple[str, dict[str, int]]:
    """Copy the database into a folder; returns its schema and how many rows each table has."""
    copy = folder / NAME
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - SQLite's own
        with closing(sqlite3.connect(copy)) as target:
            # All in one step: a copy in several would begin anew at each write, and under load never end.
            driver.backup(target)
            # One file, with nothing beside it.
            target.execute("PRAGMA journal_mode = DELETE")
            version = target.execute("SELECT version_num FROM alembic_version").fetchone()
            return str(version[0]), _rows(target)


def require_empty(path: Path) -> None:
    """Raise BackupError unless there is no database, or one without a single table."""
    if any(path.with_name(path.name + end).exists() for end in ("-wal", "-journal")) or (
        path.exists() and path.stat().st_size
    ):
        raise BackupError(f"{path} is a database already. Set DATABASE_URL to a file that is not there.")


def put_back(source: Path, manifest: Manifest, path: Path) -> None:
    """Unpack and check the database beside its place, and only then put it there.

    Raises BackupError where a database is there already, and for one that is not sound.
    """
    require_empty(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.restoring")
    draft.unlink(missing_ok=True)
    try:
        unpack(source, NAME, draft)
        with closing(sqlite3.connect(draft)) as copy:
            wrong = [str(row[0]) for row in copy.execute("PRAGMA integrity_check") if row[0] != "ok"]
            wrong += [f"{row[0]} refers to nothing" for row in copy.execute("PRAGMA foreign_key_check")]
            if _rows(copy) != manifest.rows:
                wrong.append("tables do not have the rows they had")
        if wrong:
            raise BackupError(f"The database in the backup is not sound: {wrong[0]}.")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def named_files(folder: Path) -> list[tuple[int, str]]:
    """Return the number and the digest of each file that the records of a copied database name."""
    with closing(sqlite3.connect(folder / NAME)) as copy:
        if _FILES not in _tables(copy):
            return []
        return [(int(number), str(digest)) for number, digest in copy.execute(f"SELECT id, sha256 FROM {_FILES}")]  # noqa: S608 - the name is our own


def _rows(database: sqlite3.Connection) -> dict[str, int]:
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _tables(database)}  # noqa: S608 - the names are the database's own


def _tables(database: sqlite3.Connection) -> list[str]:
    tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return sorted(str(name) for (name,) in tables.fetchall())
