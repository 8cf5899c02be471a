"""The folder of files: each lies whole or not at all under the digest of its content, for nobody else to read.

A file is there before its row is, and goes after it: a file without a row does no harm and is swept, a row is never
without its file. Whoever writes shares a lock with others who write and with a backup; whoever sweeps holds it alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from app.files.limits import FILE_NOT_SAVED_YET
from app.storage.private_files import FILE, FOLDER, make_private
from models.clock import now
from models.errors import FileLostError

_LOCK: Final = ".lock"
_DRAFT: Final = ".new-"


class FileFolder:
    """A folder of files, made when it is first written to."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def path_of(self, digest: str) -> Path:
        """Return where the content of a digest lies."""
        return self.path / digest[:2] / digest

    def keep(self, content: bytes) -> str:
        """Keep a content and return its digest; it is on the disk when this returns. Raises OSError."""
        digest = hashlib.sha256(content).hexdigest()
        place = self.path_of(digest)
        with self.held(alone=False):
            place.parent.mkdir(mode=FOLDER, exist_ok=True)
            draft = place.parent / f"{_DRAFT}{secrets.token_hex(8)}"
            try:
                with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                # Also where it is there already: its hour says then that somebody is about to save a row of it.
                draft.replace(place)
            finally:
                draft.unlink(missing_ok=True)
            for folder in (place.parent, self.path):
                _sync(folder)
        return digest

    def read(self, digest: str) -> bytes:
        """Return a content; raises FileLostError where it is not what was kept."""
        try:
            content = self.path_of(digest).read_bytes()
        except OSError:
            raise FileLostError from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise FileLostError
        return content

    def is_whole(self, digest: str) -> bool:
        """Tell whether a content is there, as it was kept."""
        try:
            self.read(digest)
        except FileLostError:
            return False
        return True

    def digests(self) -> Iterator[str]:
        """Yield the digests of all that lies there, in order."""
        if self.path.is_dir():
            for part in sorted(each for each in self.path.iterdir() if each.is_dir()):
                yield from sorted(each.name for each in part.iterdir() if not each.name.startswith("."))

    def sweep(self, needed: Callable[[], Container[str]]) -> int:
        """Remove what has no row, but for what is so new that its row may be on its way; returns how many went.

        `needed` gives the digests that rows have; it is asked once nobody writes any more.
        """
        if not self.path.is_dir():
            return 0
        count, long_ago = 0, (now() - FILE_NOT_SAVED_YET).timestamp()
        with self.held(alone=True):
            kept = needed()
            for path in sorted(self.path.glob("??/*")):
                with suppress(FileNotFoundError):
                    if path.name not in kept and path.stat().st_mtime < long_ago:
                        path.unlink()
                        count += 1
        return count

    @contextmanager
    def held(self, *, alone: bool) -> Iterator[None]:
        """Keep sweepers out, and with `alone` everybody; the lock goes with the process that holds it."""
        self.path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        make_private(self.path)
        held = os.open(self.path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE)
        try:
            fcntl.flock(held, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            yield
        finally:
            os.close(held)


def _sync(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
