"""Files and folders that nobody but Brygga's own user may read, whatever the umask and whoever made them before."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

_BESIDE_A_DATABASE: Final = ("", "-wal", "-shm", "-journal")
FILE, FOLDER = 0o600, 0o700


def make_private(path: Path) -> None:
    """Shut a file or folder to others, if it is there; one that belongs to another user is that user's to shut."""
    with suppress(FileNotFoundError, PermissionError):
        wanted = FOLDER if path.is_dir() else FILE
        if path.stat().st_mode & 0o777 != wanted:
            path.chmod(wanted)


def private_folder(path: Path) -> None:
    """Make a folder for letters, or shut the one that is there and the letters in it.

    A folder that is everybody's, such as /tmp, stays so; only what Brygga has put there is shut.
    """
    path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
    if not path.stat().st_mode & stat.S_ISVTX:
        make_private(path)
    for letter in path.glob("*.eml"):
        make_private(letter)


def shut_letters(path: Path) -> None:
    """Shut the letters that an earlier version wrote; where there is no folder, none is made."""
    if path.is_dir():
        with suppress(OSError):
            private_folder(path)


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that is shut from its first byte on."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE), "wb") as file:
        file.write(content)
    make_private(path)


def keep_database_private(engine: sa.Engine) -> None:
    """Shut an SQLite database's files whenever a connection is opened; a new one is made shut."""
    name = engine.url.database
    if not name or name == ":memory:" or name.startswith("file:"):
        return
    path = Path(name)

    def shut(*_connecting: Any) -> None:
        with suppress(OSError):
            # SQLite gives the files beside a database the rights of the database. One that is there is never opened
            # here: to close it would drop every lock that this process's connections hold on it.
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))
        for ending in _BESIDE_A_DATABASE:
            make_private(path.with_name(path.name + ending))

    sa.event.listen(engine, "do_connect", shut)
