"""Which files the records in a backup name that it does not hold as they were kept; told, since all else is whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from app.backup import postgresql_tables, sqlite_file
from app.backup.archive import FILES, Manifest, unpack


@dataclass(frozen=True, slots=True)
class LostFile:
    """A file by its record's number and its digest, and whether the backup holds something else under it."""

    id: int
    digest: str
    is_damaged: bool

    def __str__(self) -> str:
        """Say what is wrong, for whoever looks after the machine."""
        return f"File {self.id} (sha256 {self.digest}) is {'damaged' if self.is_damaged else 'missing'}."


def find_lost_in(source: Path, manifest: Manifest) -> list[LostFile]:
    """Return the files that a checked backup should hold as its records say, and does not."""
    table = sqlite_file.NAME if manifest.database == "sqlite" else postgresql_tables.FILE_RECORDS
    with TemporaryDirectory(prefix="brygga-check-") as name:
        folder = Path(name)
        unpack(source, table, folder / table)
        return compare_files(folder, manifest)


def compare_files(folder: Path, manifest: Manifest) -> list[LostFile]:
    """Return the files that records in a copied database name and a backup with it does not hold as they were kept."""
    read = sqlite_file.named_files if manifest.database == "sqlite" else postgresql_tables.named_files
    held: Mapping[str, str] = {
        PurePosixPath(name).name: digest for name, digest in manifest.files.items() if name.startswith(f"{FILES}/")
    }
    return [
        LostFile(number, digest, is_damaged=digest in held)
        for number, digest in read(folder)
        if held.get(digest) != digest
    ]
