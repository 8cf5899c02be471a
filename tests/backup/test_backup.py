"""A backup brings everything back, and nothing that is not whole, not empty or not understood is touched."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.backup import BackupError
from app.backup.archive import read_manifest
from app.files.folder import FileFolder
from app.storage.database import BryggaSession
from models.accounts import Role, User
from models.base import Base
from models.organisations import Company
from tests import factories
from tests.conftest import engine_of, make_app
from tests.database_servers import PostgresServer


@pytest.fixture
def empty_place(app: Flask, request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Flask]:
    """Make an application on a database without a table, of the same kind, with a folder for letters of its own."""

    def make(name: str) -> Flask:
        if engine_of(app).dialect.name == "sqlite":
            url = f"sqlite:///{tmp_path / name}.sqlite3"
        else:
            server: PostgresServer = request.getfixturevalue("postgres")
            url = server.create(f"{name}_{tmp_path.name}")
        return make_app(url, mail_folder=tmp_path / f"{name}-mail", files_folder=tmp_path / f"{name}-files")

    return make


@pytest.fixture
def filled(app: Flask, session: Session, tmp_path: Path) -> Path:
    """The file of a backup of a database with a few records, and of one letter."""
    with BryggaSession(engine_of(app)) as writing:  # whose changes are in the trail
        writing.add_all([factories.company(name="Fjärd \\N\t\n'AB'"), factories.user(role=Role.CONSULTANT)])
        writing.commit()
    with BryggaSession(engine_of(app)) as writing:
        digest = FileFolder(app.extensions["brygga"].files_folder).keep(b"Avtal")
        company = writing.scalars(sa.select(Company)).one()
        writing.add(factories.record_file(company_id=company.id, sha256=digest))
        writing.commit()
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "one.eml").write_bytes(b"Subject: hej\r\n")
    (tmp_path / "mail" / ".half.eml").write_bytes(b"Subj")
    file = tmp_path / "kept.brygga"
    done = app.test_cli_runner().invoke(args=["backup", str(file)])
    assert done.exit_code == 0, done.output
    return file


def _rows(app: Flask) -> dict[str, list[Any]]:
    with engine_of(app).connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(sa.select(table)))) for table in Base.metadata.sorted_tables
        }


def test_everything_is_there_again(app: Flask, filled: Path, empty_place: Callable[[str], Flask]) -> None:
    other = empty_place("new")
    done = other.test_cli_runner().invoke(args=["restore", str(filled)])
    assert done.exit_code == 0, done.output
    assert "The audit trail verifies" in done.output
    assert _rows(other) == _rows(app)
    letters = other.extensions["brygga"].mail_folder
    assert [path.name for path in letters.iterdir()] == ["one.eml"]
    files = FileFolder(other.extensions["brygga"].files_folder)
    assert [files.read(digest) for digest in files.digests()] == [b"Avtal"]
    assert "1 files" in other.test_cli_runner().invoke(args=["restore", "--check", str(filled)]).output
    assert {path.stat().st_mode & 0o777 for path in (filled, *letters.iterdir())} == {0o600}
    # New rows have numbers after the old ones, and names that are taken are still taken.
    with Session(engine_of(other)) as writing:
        taken = writing.scalar(sa.select(User.email))
        writing.add(factories.company(name="Ny AB"))
        writing.commit()
        assert writing.scalar(sa.select(sa.func.count()).select_from(Company)) == 2
        writing.add(factories.user(email=taken))
        with pytest.raises(sa.exc.IntegrityError):
            writing.commit()
    engine_of(other).dispose()


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_lost_file_is_told_of_and_all_else_is_kept(
    app: Flask, filled: Path, empty_place: Callable[[str], Flask], harm: str
) -> None:
    folder = FileFolder(app.extensions["brygga"].files_folder)
    digest = next(folder.digests())
    folder.path_of(digest).unlink() if harm == "missing" else folder.path_of(digest).write_bytes(b"Avtals")
    later = filled.with_name("later.brygga")
    made = app.test_cli_runner().invoke(args=["backup", str(later)])
    checked = app.test_cli_runner().invoke(args=["restore", "--check", str(later)])
    for done in (made, checked):
        assert done.exit_code == 1, done.output
        assert f"(sha256 {digest}) is {harm}." in done.output
        assert "can be restored" in done.output
    assert app.test_cli_runner().invoke(args=["restore", "--check", str(filled)]).exit_code == 0
    other = empty_place(harm)
    done = other.test_cli_runner().invoke(args=["restore", str(later)])
    assert done.exit_code == 0, done.output
    assert f"(sha256 {digest}) is {harm}. It was so already" in done.output
    assert _rows(other) == _rows(app)
    engine_of(other).dispose()


def test_a_place_that_is_not_empty_is_left_alone(app: Flask, filled: Path, empty_place: Callable[[str], Flask]) -> None:
    before = _rows(app)
    assert app.test_cli_runner().invoke(args=["restore", str(filled)]).exit_code == 1
    other = empty_place("mailed")
    other.extensions["brygga"].mail_folder.mkdir()
    (other.extensions["brygga"].mail_folder / "a.eml").write_text("min")
    done = other.test_cli_runner().invoke(args=["restore", str(filled)])
    assert (done.exit_code, "not empty" in done.output) == (1, True)
    assert _rows(app) == before
    assert sa.inspect(engine_of(other)).get_table_names() == []
    engine_of(other).dispose()


def test_a_backup_takes_no_other_files_place(app: Flask, filled: Path) -> None:
    content = filled.read_bytes()
    done = app.test_cli_runner().invoke(args=["backup", str(filled)])
    assert (done.exit_code, "is there already" in done.output) == (1, True)
    assert filled.read_bytes() == content
    assert [path.name for path in filled.parent.glob(".*")] == []


def test_a_damaged_backup_is_refused_before_anything_is_written(
    filled: Path, empty_place: Callable[[str], Flask]
) -> None:
    whole = filled.read_bytes()
    other, bad = empty_place("spared"), filled
    for number, damaged in enumerate(
        [
            b"",
            b"no backup",
            whole[:-9],
            whole[: len(whole) // 2],
            *(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :] for at in range(20, len(whole) - 8, 997)),
        ]
    ):
        bad = filled.with_name(f"bad-{number}")
        bad.write_bytes(damaged)
        # Among zeros, another distance back says the same: such a flip damages nothing.
        if _unpacked(damaged) == _unpacked(whole):
            read_manifest(bad)
        else:
            with pytest.raises(BackupError):
                read_manifest(bad)
    bad.write_bytes(whole[:-9])
    done = other.test_cli_runner().invoke(args=["restore", str(bad)])
    assert (done.exit_code, "damaged" in done.output) == (1, True)
    assert sa.inspect(engine_of(other)).get_table_names() == []
    engine_of(other).dispose()


def _unpacked(content: bytes) -> bytes | None:
    """Return what a compressed file holds; None unless it is whole."""
    try:
        return gzip.decompress(content)
    except (OSError, EOFError, zlib.error):
        return None


def test_a_newer_backup_is_refused(filled: Path, empty_place: Callable[[str], Flask]) -> None:
    newer = filled.with_name("newer")
    with tarfile.open(filled) as old, tarfile.open(newer, "w:gz") as new:
        for member in old.getmembers():
            stream = old.extractfile(member)
            assert stream is not None
            content = stream.read()
            if member.name == "manifest.json":
                content = json.dumps(json.loads(content) | {"schema": "999999999999"}).encode()
                member.size = len(content)
            new.addfile(member, io.BytesIO(content))
    other = empty_place("older")
    done = other.test_cli_runner().invoke(args=["restore", str(newer)])
    assert (done.exit_code, "newer Brygga" in done.output) == (1, True)
    engine_of(other).dispose()
