"""A folder of work that goes on beside the answers: who works on it holds a lock, and says how far it has come.

The lock goes with the process that holds it, however that ends, so that another can tell at once that nobody works on
it any more.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.storage.private_files import FOLDER, write_private

_LOCK: Final = "lock"
_PROGRESS: Final = "progress"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far some work has come, and toward what."""

    done: int
    total: int


class WorkFolder:
    """The folder of one piece of work."""

    def __init__(self, folder: Path, place: str) -> None:
        """Name the folder; it may be gone."""
        self.path = folder / place

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
        """Return a lock on the work, to be given to `unlock`; None when somebody works on it."""
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

    @property
    def is_at_work(self) -> bool:
        """Tell whether somebody works on it now."""
        if not self.path.is_dir():
            return False
        held = self.lock()
        if held is not None:
            self.unlock(held)
        return held is None
