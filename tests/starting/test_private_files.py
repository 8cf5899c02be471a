"""Nobody but Brygga's own user reads its files, whatever the umask and whoever made them before."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

import config
from app.mail.transports import FolderTransport
from app.storage.database import alembic
from tests.conftest import engine_of, make_app


@pytest.fixture(params=[0o000, 0o022, 0o077])
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def _write(folder: Path, name: str = "one") -> Path:
    letter = EmailMessage()
    letter["Message-ID"] = f"<{name}@test.example>"
    letter.set_content("Hej")
    FolderTransport(folder).send(letter)
    return folder / f"{name}@test.example.eml"


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize("existed", [False, True])
def test_the_database_and_what_lies_beside_it_are_shut(tmp_path: Path, existed: bool) -> None:
    path = tmp_path / "brygga.sqlite3"
    if existed:
        path.touch()
        path.chmod(0o666)
    app = make_app(f"sqlite:///{path}", mail_folder=tmp_path / "mail")
    with app.app_context():
        alembic.upgrade()
    with engine_of(app).begin() as connection:
        connection.exec_driver_sql("UPDATE catalogue_state SET revision = revision + 1")
        files = sorted(tmp_path.glob("brygga.sqlite3*"))
        assert len(files) == 3, files
        assert {_mode(file) for file in files} == {0o600}
    engine_of(app).dispose()


_VISIT = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("SELECT count(*) FROM catalogue_state").fetchall()
database.close()
"""


def test_a_second_connection_leaves_the_locks_of_the_first_alone(tmp_path: Path) -> None:
    """To close a file drops a process's locks on it; then whoever leaves next thinks the database is nobody's."""
    path = tmp_path / "brygga.sqlite3"
    app = make_app(f"sqlite:///{path}", mail_folder=tmp_path / "mail")
    with app.app_context():
        alembic.upgrade()
    engine = engine_of(app)
    with engine.connect() as first:
        first.exec_driver_sql("UPDATE catalogue_state SET revision = revision + 1")
        first.commit()
        engine.connect().close()
        # A backup, or somebody who looks, in another process: SQLite clears up behind the last one to leave.
        subprocess.run([sys.executable, "-c", _VISIT, str(path)], check=True)  # noqa: S603 - our own interpreter
        assert path.with_name("brygga.sqlite3-wal").exists()
        assert first.exec_driver_sql("SELECT count(*) FROM catalogue_state").scalar() == 1
    engine.dispose()


@pytest.mark.usefixtures("_umask")
def test_letters_and_their_folder_are_shut_also_those_from_before(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    assert _mode(_write(folder)) == 0o600
    assert _mode(folder) == 0o700
    earlier = folder / "earlier.eml"
    earlier.touch()
    for path, mode in ((folder, 0o755), (earlier, 0o644)):
        path.chmod(mode)
    _write(folder, "two")
    assert (_mode(folder), _mode(earlier)) == (0o700, 0o600)
    folder.chmod(0o755)
    earlier.chmod(0o644)
    engine_of(make_app("sqlite://", mail_folder=folder)).dispose()
    assert (_mode(folder), _mode(earlier)) == (0o700, 0o600)


@pytest.mark.usefixtures("_umask")
@pytest.mark.parametrize("existed", [False, True])
def test_the_instance_folder_and_the_development_key_are_shut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, existed: bool
) -> None:
    instance = tmp_path / "instance"
    monkeypatch.setattr(config, "INSTANCE", instance)
    key = instance / "development-key"
    if existed:
        instance.mkdir()
        instance.chmod(0o777)
        key.write_text("kept from before")
        key.chmod(0o666)
    found = config.from_environment({}).secret_key
    assert found == key.read_text()
    assert (found == "kept from before") is existed
    assert (_mode(instance), _mode(key)) == (0o700, 0o600)
