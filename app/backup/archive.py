"""The file of a backup: a compressed tar whose first member, the manifest, has a digest for each of the others."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from app.backup import BackupError
from app.storage.private_files import FILE, FOLDER

FORMAT: Final = 1
FILES: Final = "files"  # the folder of what stands on records, each under the digest of its content
_MANIFEST: Final = "manifest.json"
_AT_ONCE: Final = 1_000_000
_COMPRESSION: Final = 6
_DAMAGES: Final = (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError, zlib.error)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the kind of database, its schema, rows by table and digests by file."""

    database: str
    schema: str
    made_at: str
    rows: dict[str, int]
    files: dict[str, str]
    format: int = FORMAT


def write_archive(
    folder: Path, target: Path, *, database: str, schema: str, made_at: str, rows: dict[str, int]
) -> Manifest:
    """Pack a folder; the file appears whole or not at all, and only its owner may read it.

    Raises BackupError where the file is there already, and OSError where it cannot be written.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = [path.relative_to(folder).as_posix() for path in paths]
    digests = dict(zip(names, map(_digest_of_file, paths), strict=True))
    manifest = Manifest(database, schema, made_at, rows, digests)
    # In the folder's own neighbourhood: what is left behind after a crash is never taken for a backup.
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb") as out:
            with tarfile.open(fileobj=out, mode="w:gz", compresslevel=_COMPRESSION) as tar:
                _add(tar, _MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
                for name, path in zip(names, paths, strict=True):
                    tar.add(path, arcname=name, recursive=False)
            out.flush()
            os.fsync(out.fileno())
        # Unlike a renaming, a link never takes another file's place.
        os.link(draft, target)
        _sync_folder(target.parent)
    except FileExistsError:
        raise BackupError(f"{target} is there already. Choose another name.") from None
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def read_manifest(source: Path) -> Manifest:
    """Read a backup from end to end and return its manifest; raises BackupError unless all it holds is as written."""
    try:
        with gzip.open(source) as packed:
            # To the end, where gzip's own checksum stands; tar stops reading before.
            for _piece in _pieces(packed):
                pass
        with tarfile.open(source, "r:gz") as tar:
            found = {member.name: _digest(_open(tar, member.name)) for member in tar.getmembers() if member.isfile()}
            told: dict[str, Any] = json.loads(_open(tar, _MANIFEST).read())
        if told["format"] != FORMAT:
            raise BackupError(f"{source} has format {told['format']!r}; this version of Brygga reads {FORMAT}.")
        manifest = Manifest(**told)
    except _DAMAGES as error:
        raise BackupError(f"{source} is damaged, or is no backup ({type(error).__name__}).") from error
    found.pop(_MANIFEST)
    wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
    if wrong:
        raise BackupError(f"{source} is damaged: {wrong[0]} is not what was written.")
    if any(".." in PurePosixPath(name).parts or name.startswith("/") for name in found):
        raise BackupError(f"{source} names files outside its own folder.")
    return manifest


def unpack(source: Path, under: str, to: Path) -> list[Path]:
    """Write what a checked backup has under a name to a file or a folder, each file shut to others."""
    written = []
    with tarfile.open(source, "r:gz") as tar:
        for member in tar.getmembers():
            name = PurePosixPath(member.name)
            if member.isfile() and name.is_relative_to(under):
                path = to / name.relative_to(under)
                path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
                with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE), "wb") as out:
                    shutil.copyfileobj(_open(tar, member.name), out)
                    out.flush()
                    os.fsync(out.fileno())
                written.append(path)
    return written


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size, told.mode = len(content), FILE
    tar.addfile(told, io.BytesIO(content))


def _open(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    stream = tar.extractfile(name)
    if stream is None:
        raise KeyError(name)
    return stream


def _pieces(stream: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while piece := stream.read(_AT_ONCE):
        yield piece


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(stream):
        digest.update(piece)
    return digest.hexdigest()


def _digest_of_file(path: Path) -> str:
    with path.open("rb") as stream:
        return _digest(stream)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
