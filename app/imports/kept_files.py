"""What an uploaded file holds, kept between the steps of an import in a folder that nobody else may read.

Whoever works on an import holds a lock on a file in its folder. The lock goes with the process that holds it, however
that ends, so that another can tell at once that nobody works on it any more.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from app.storage.private_files import FOLDER, make_private, write_private
from models.clock import now

_LOCK: Final = "lock"
_PROGRESS: Final = "progress"
_NOT_SAVED_YET: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on an import has come, and toward what."""

    done: int
    total: int


class KeptFiles:
    """The folder of one import."""

    def __init__(self, folder: Path, place: str) -> None:
        """Name the folder; it may be gone."""
        self.path = folder / place

    @classmethod
    def begin(cls, folder: Path) -> KeptFiles:
        """Make a new folder, whose name nobody can guess."""
        folder.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        make_private(folder)
        kept = cls(folder, secrets.token_hex(16))
        kept.path.mkdir(mode=FOLDER)
        return kept

    def write(self, name: str, content: Any) -> None:
        """Keep something; it stands whole or not at all, whenever the process ends."""
        new = self.path / f"{name}.new"
        write_private(new, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
        new.replace(self.path / f"{name}.json")

    def read(self, name: str) -> Any:
        """Return what was kept; None when it is gone."""
        try:
            return json.loads((self.path / f"{name}.json").read_bytes())
        except FileNotFoundError:
            return None

    def tell(self, done: int, total: int) -> None:
        """Write down how far the work has come."""
        with suppress(FileNotFoundError):
            write_private(self.path / _PROGRESS, f"{done} {total}".encode())

    def progress(self) -> Progress:
        """Return how far the work has come."""
        try:
            told = (self.path / _PROGRESS).read_text(encoding="ascii").split()
        except FileNotFoundError:
            return Progress(0, 0)
        # Whoever reads while it is written finds it empty.
        return Progress(int(told[0]), int(told[1])) if len(told) == 2 else Progress(0, 0)  # noqa: PLR2004 - two numbers

    def lock(self) -> int | None:
        """Return a lock on the import, to be given to `unlock`; None when somebody works on it."""
        self.path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        held = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            return None
        return held

    @staticmethod
    def unlock(held: int) -> None:
        """Let go of a lock."""
        os.close(held)

    def remove(self) -> None:
        """Remove the folder and all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)


def remove_all_but(folder: Path, places: Iterable[str]) -> None:
    """Remove what belongs to no import any more; what was made just now may belong to one that is not saved yet."""
    kept, long_ago = set(places), (now() - _NOT_SAVED_YET).timestamp()
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.is_dir() and path.name not in kept and path.stat().st_mtime < long_ago:
                shutil.rmtree(path, ignore_errors=True)
