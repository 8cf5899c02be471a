"""PostgreSQL's part of a backup: COPY of every table in one transaction that sees one moment and only reads."""

from __future__ import annotations

import hashlib
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from app.backup import BackupError
from app.backup.archive import Manifest
from app.storage.database import OWN_TABLES
from models.files import RecordFile

_FOLDER: Final = "tables"
FILE_RECORDS: Final = f"{_FOLDER}/{RecordFile.__tablename__}.copy"
_VERSION: Final = "alembic_version"
# Text must be the same on every server, since its digest is compared.
_AS_TEXT: Final = "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL extra_float_digits = 1"
_LINKS: Final = sa.text(
    "SELECT conrelid::regclass::text AS owner, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS told"
    " FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY oid"
)
_COUNTERS: Final = sa.text(
    "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) AS counter"
    " FROM information_schema.columns WHERE table_schema = current_schema()"
    " AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
)


def take(engine: sa.Engine, folder: Path) -> tuple[str, dict[str, int]]:
    """Copy every table into a folder; returns the schema and how many rows each table has."""
    (folder / _FOLDER).mkdir()
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
        connection.execute(sa.text("SET TRANSACTION READ ONLY"))
        connection.exec_driver_sql(_AS_TEXT)
        version = str(connection.scalar(sa.text(f"SELECT version_num FROM {_VERSION}")))  # noqa: S608 - the names are our own
        rows = {}
        for table in _tables(connection):
            columns = _columns(connection, table)
            with (folder / _FOLDER / f"{table}.copy").open("wb") as out:
                out.write(json.dumps(columns).encode() + b"\n")
                rows[table] = _copy_out(connection, table, columns, out.write)
    return version, rows


def require_empty(engine: sa.Engine) -> None:
    """Raise BackupError unless the database has no table."""
    with engine.connect() as connection:
        if sa.inspect(connection).get_table_names():
            raise BackupError("The database has tables already. Set DATABASE_URL to an empty one (createdb NAME).")


def put_back(source: Path, manifest: Manifest, engine: sa.Engine) -> None:
    """Fill the tables of a database that has the backup's schema and no use yet: all of them, or none.

    Raises BackupError where the backup's tables are others, or do not read back as they were written.
    """
    with tarfile.open(source, "r:gz") as tar, engine.begin() as connection:
        connection.exec_driver_sql(_AS_TEXT)
        tables = _tables(connection)
        if set(tables) != set(manifest.rows):
            raise BackupError("The backup has other tables than its schema says.")
        links = connection.execute(_LINKS).all()
        for link in links:
            connection.exec_driver_sql(f"ALTER TABLE {link.owner} DROP CONSTRAINT {link.name}")
        # What the migrations have written is in the backup too.
        connection.exec_driver_sql(f"TRUNCATE {', '.join(map(_quoted, tables))}")
        for table in tables:
            _fill(connection, tar, table, manifest.rows[table])
        for link in links:
            # Checks every row on its way back.
            connection.exec_driver_sql(f"ALTER TABLE {link.owner} ADD CONSTRAINT {link.name} {link.told}")
        _set_counters(connection)


def named_files(folder: Path) -> list[tuple[int, str]]:
    """Return the number and the digest of each file that the records of copied tables name."""
    if not (folder / FILE_RECORDS).is_file():
        return []
    with (folder / FILE_RECORDS).open(encoding="utf-8", newline="\n") as lines:
        columns = json.loads(next(lines))
        number, digest = columns.index("id"), columns.index("sha256")
        # A tab between, and a tab or an end of line within a text is written with a backslash.
        rows = (line.rstrip("\n").split("\t") for line in lines)
        return [(int(row[number]), row[digest]) for row in rows]


def _fill(connection: sa.Connection, tar: tarfile.TarFile, table: str, rows: int) -> None:
    stream = tar.extractfile(f"{_FOLDER}/{table}.copy")
    assert stream is not None  # noqa: S101 - its digest was read
    columns = json.loads(stream.readline())
    digest = hashlib.sha256()
    listed = ", ".join(map(_quoted, columns))
    with _cursor(connection) as cursor, cursor.copy(f"COPY {_quoted(table)} ({listed}) FROM STDIN") as filling:
        while piece := stream.read(1_000_000):
            digest.update(piece)
            filling.write(piece)
    found = hashlib.sha256()
    if _copy_out(connection, table, columns, found.update) != rows or found.digest() != digest.digest():
        raise BackupError(f"{table} does not read back as it was written; nothing has been loaded.")


def _copy_out(connection: sa.Connection, table: str, columns: list[str], take: Callable[[bytes], Any]) -> int:
    """Give a table's rows, in the order of what tells them apart, which is the same on every server."""
    key = sa.inspect(connection).get_pk_constraint(table)["constrained_columns"] or columns
    order = ", ".join(f'{_quoted(name)}::text COLLATE "C"' for name in key)
    listed = ", ".join(map(_quoted, columns))
    chosen = f"SELECT {listed} FROM {_quoted(table)} ORDER BY {order}"  # noqa: S608 - names out of the catalogue
    with _cursor(connection) as cursor:
        with cursor.copy(f"COPY ({chosen}) TO STDOUT") as rows:
            for piece in rows:
                take(bytes(piece))
        return int(cursor.rowcount)


def _set_counters(connection: sa.Connection) -> None:
    """Let new rows have numbers after those that are there."""
    for table, column, counter in connection.execute(_COUNTERS).all():
        highest = f"SELECT coalesce(max({_quoted(column)}), 0) + 1 FROM {_quoted(table)}"  # noqa: S608 - the names are our own
        connection.execute(sa.text(f"SELECT setval(:counter, ({highest}), false)"), {"counter": counter})


def _cursor(connection: sa.Connection) -> Any:
    driver: Any = connection.connection.driver_connection
    return driver.cursor()


def _tables(connection: sa.Connection) -> list[str]:
    return sorted(_records(sa.inspect(connection).get_table_names()))


def _records(names: list[str]) -> Iterator[str]:
    # What the application makes for itself it makes again.
    return (name for name in names if not name.startswith(OWN_TABLES))


def _columns(connection: sa.Connection, table: str) -> list[str]:
    return [column["name"] for column in sa.inspect(connection).get_columns(table) if "computed" not in column]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
