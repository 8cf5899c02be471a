"""What an uploaded file holds, kept between the steps of an import in a folder that nobody else may read."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from app.storage.private_files import FOLDER, make_private, write_private
from app.storage.work_folder import WorkFolder
from models.clock import now

_NOT_SAVED_YET: Final = timedelta(hours=1)


class KeptFiles(WorkFolder):
    """The folder of one import."""

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
