"""A whole backup, database first and letters and files after it, taken while people work; and the way back, checked."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import sqlalchemy as sa

from app.backup import BackupError, postgresql_tables, sqlite_file
from app.backup.archive import FILES, Manifest, read_manifest, unpack, write_archive
from app.backup.lost_files import compare_files
from app.files.folder import FileFolder
from models.clock import now

_LETTERS: Final = "mail"


@dataclass(frozen=True, slots=True)
class MadeBackup:
    """A backup that was written, and what it should hold and does not: `troubles` in words."""

    manifest: Manifest
    troubles: list[str]


def make_backup(engine: sa.Engine, letters: Path, files: FileFolder, target: Path) -> MadeBackup:
    """Write a backup, also where a file is missing, damaged or cannot be read: that is told, and all else is there.

    Raises BackupError where it cannot be written.
    """
    if target.exists():
        raise BackupError(f"{target} is there already. Choose another name.")
    if not target.parent.is_dir():
        raise BackupError(f"There is no folder {target.parent}.")
    made_at = now().isoformat()
    take = sqlite_file.take if engine.dialect.name == "sqlite" else postgresql_tables.take
    try:
        # Nothing is swept meanwhile: what a row of the copy has is there when it is copied, and one more does no harm.
        with files.held(alone=False), TemporaryDirectory(dir=target.parent, prefix=".brygga-backup-") as name:
            folder = Path(name)
            schema, rows = take(engine, folder)
            # After the database: a letter that it says was written is there, and one more does no harm.
            unread = [*_copy_whole(letters, folder / _LETTERS), *_copy_whole(files.path, folder / FILES)]
            manifest = write_archive(
                folder, target, database=engine.dialect.name, schema=schema, made_at=made_at, rows=rows
            )
            return MadeBackup(manifest, [*unread, *map(str, compare_files(folder, manifest))])
    except OSError as error:
        raise BackupError(f"The backup cannot be written: {error.strerror or error}.") from error


def restore(
    engine: sa.Engine,
    letters: Path,
    files: FileFolder,
    source: Path,
    *,
    known: Container[str],
    bring_to: Callable[[str], None],
) -> Manifest:
    """Restore a backup and return its manifest; raises BackupError for a damaged or newer one, or a used place.

    `known` are the schemas that this version knows, and `bring_to` gives an empty database one of them.
    """
    manifest = read_manifest(source)
    kind = engine.dialect.name
    if manifest.database != kind:
        raise BackupError(f"{source} holds a {manifest.database} database, and DATABASE_URL names {kind}.")
    if manifest.schema not in known:
        raise BackupError(f"{source} is of a newer Brygga (schema {manifest.schema}). Install that version first.")
    if letters.exists() and any(letters.iterdir()):
        raise BackupError(f"{letters} is not empty. Set MAIL_FOLDER to an empty folder.")
    if next(files.digests(), None) is not None:
        raise BackupError(f"{files.path} is not empty. Set FILES_FOLDER to an empty folder.")
    if kind == "sqlite":
        engine.dispose()
        path = Path(str(engine.url.database))
        sqlite_file.require_empty(path)
        _put_folders(
            source, {_LETTERS: letters, FILES: files.path}, lambda: sqlite_file.put_back(source, manifest, path)
        )
    else:
        postgresql_tables.require_empty(engine)
        bring_to(manifest.schema)
        _put_folders(
            source,
            {_LETTERS: letters, FILES: files.path},
            lambda: postgresql_tables.put_back(source, manifest, engine),
        )
    return manifest


def _copy_whole(folder: Path, to: Path) -> list[str]:
    """Copy a folder, and return in words what could not be read."""
    unread = []
    for path in sorted(folder.rglob("*")):
        # One that begins with a dot is not whole yet; one that somebody takes away meanwhile is gone.
        if path.is_file() and not path.name.startswith("."):
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError as error:
                unread.append(f"{path} cannot be read: {error.strerror or error}.")
                continue
            place = to / path.relative_to(folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    return unread


def _put_folders(source: Path, folders: Mapping[str, Path], then: Callable[[], None]) -> None:
    written: list[Path] = []
    try:
        for name, folder in folders.items():
            written += unpack(source, name, folder)
        then()
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
