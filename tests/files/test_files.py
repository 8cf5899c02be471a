"""Files on records: put, read by whom may, taken away and put back, kept in backups, and never half."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.files.folder import FileFolder
from app.files.limits import FILE_NOT_SAVED_YET
from app.limits import BIN_KEPT
from models.accounts import Role
from models.audit import AuditEntry
from models.clock import now
from models.files import RecordFile
from models.infrastructures import Infrastructure
from models.introductions import Introduction
from models.matches import Match, Stage
from tests import factories
from tests.conftest import Browser

_TEXT = b"Best\xc3\xa4llning 14: tre provomg\xc3\xa5ngar.\r\n"


@pytest.fixture
def folder(app: Flask) -> FileFolder:
    """The application's folder for files."""
    return FileFolder(app.extensions["brygga"].files_folder)


@pytest.fixture
def match(session: Session) -> Match:
    """A match of a need that has been introduced to a unit."""
    made = factories.match(
        factories.need(factories.company()), factories.capability(factories.infrastructure()), stage=Stage.AGREED
    )
    session.add(made)
    session.commit()
    return made


def put(browser: Browser, place: str, content: bytes = _TEXT, name: str = "Beställning.txt", **typed: Any) -> Any:
    return browser.send(f"/{place}/files/new", {"file": (io.BytesIO(content), name), **typed})


def the_file(session: Session) -> RecordFile:
    session.expire_all()
    return session.scalars(sa.select(RecordFile)).one()


def test_a_file_is_put_read_taken_away_and_put_back(
    consultant: Browser, session: Session, match: Match, folder: FileFolder
) -> None:
    place = f"matches/{match.id}"
    assert put(consultant, place, about="Undertecknad").location == f"/{place}#files"
    file = the_file(session)
    assert (file.name, file.about, file.size) == ("Beställning.txt", "Undertecknad", len(_TEXT))
    assert folder.path_of(file.sha256).stat().st_mode & 0o777 == 0o600
    page = consultant.get(f"/{place}").get_data(as_text=True)
    assert page.count("Beställning.txt") > 1  # among the files, and in the timeline
    assert "Beställning.txt" in consultant.get("/search?q=bestallning").get_data(as_text=True)
    answer = consultant.get(f"/files/{file.id}")
    assert answer.data == _TEXT
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''Best%C3%A4llning.txt" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert consultant.send(f"/files/{file.id}/take-back", {"version": file.version}).location == f"/{place}#files"
    assert consultant.get(f"/files/{file.id}").status_code == 404
    assert "Beställning.txt" not in consultant.get("/search?q=bestallning").get_data(as_text=True)
    consultant.send(f"/files/{file.id}/put-back", {"version": the_file(session).version})
    assert consultant.get(f"/files/{file.id}").data == _TEXT
    trail = [(each.action, each.changes) for each in session.scalars(sa.select(AuditEntry))]
    assert ("downloaded", {"sha256": file.sha256}) in trail
    assert "Beställning" not in str(trail)


def test_what_is_refused_says_why_and_keeps_what_was_typed(consultant: Browser, session: Session, match: Match) -> None:
    answer = put(consultant, f"matches/{match.id}", b"<script>", about="Står kvar", for_infrastructure="y")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "Står kvar" in page) == (422, True)
    assert "Filer av det här slaget tas inte emot." in page
    assert session.scalar(sa.select(sa.func.count(RecordFile.id))) == 0


def test_staff_read_what_is_for_them_while_the_introduction_stands(
    make_browser: Any, consultant: Browser, session: Session, match: Match
) -> None:
    infrastructure: Infrastructure = match.capability.infrastructure
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    other = make_browser(Role.STAFF, infrastructures=[factories.infrastructure()])
    put(consultant, f"matches/{match.id}", name="hemlig.txt")
    put(consultant, f"matches/{match.id}", name="delad.txt", for_infrastructure="y")
    files = {file.name: file.id for file in session.scalars(sa.select(RecordFile))}

    def reads(browser: Browser, name: str) -> bool:
        found = name in browser.get(f"/search?q={name.removesuffix('.txt')}").get_data(as_text=True)
        is_read = browser.get(f"/files/{files[name]}").status_code == 200
        assert found is is_read
        return is_read

    assert [reads(browser, name) for browser in (staff, other) for name in files] == [False, True, False, False]
    page = staff.get(f"/matches/{match.id}").get_data(as_text=True)
    assert ("delad.txt" in page, "hemlig.txt" in page) == (True, False)
    assert staff.get(f"/matches/{match.id}/files/new").status_code == 403
    assert staff.send(f"/files/{files['delad.txt']}/take-back", {"version": 1}).status_code == 404
    introduction = session.scalars(sa.select(Introduction)).one()
    introduction.end(now(), title_sort="x", shown={"title": "x"})
    session.commit()
    assert not reads(staff, "delad.txt")


def test_staff_put_files_on_their_own_unit_and_take_them_away(
    make_browser: Any, session: Session, match: Match
) -> None:
    infrastructure: Infrastructure = match.capability.infrastructure
    staff = make_browser(Role.STAFF, infrastructures=[infrastructure])
    other = make_browser(Role.STAFF, infrastructures=[factories.infrastructure()])
    place = f"infrastructures/{infrastructure.id}"
    assert put(other, place).status_code == 404
    assert put(staff, place).location == f"/{place}#files"
    file = the_file(session)
    assert "Beställning.txt" in staff.get(f"/{place}").get_data(as_text=True)
    assert "Beställning.txt" not in other.get(f"/{place}").get_data(as_text=True)
    assert staff.send(f"/files/{file.id}/take-back", {"version": file.version}).status_code == 302
    assert the_file(session).taken_back_at is not None


def test_a_use_that_is_removed_leaves_its_files_on_the_match(
    consultant: Browser, session: Session, match: Match
) -> None:
    use = factories.use(match)
    session.add(use)
    session.commit()
    put(consultant, f"uses/{use.id}")
    assert the_file(session).use_id == use.id
    answer = consultant.send(f"/uses/{use.id}/remove", {"version": use.version})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert (the_file(session).use_id, the_file(session).match_id) == (None, match.id)


def test_what_can_no_longer_be_put_back_is_swept_and_nothing_else(
    app: Flask, session: Session, match: Match, folder: FileFolder
) -> None:
    long_ago = (now() - FILE_NOT_SAVED_YET - timedelta(minutes=1)).timestamp()
    digests = {name: folder.keep(name.encode()) for name in ("stands", "taken", "gone", "shared", "alone", "new")}
    session.add_all(
        factories.record_file(match_id=match.id, sha256=digests[name], taken_back_at=taken)
        for name, taken in (
            ("stands", None),
            ("taken", now() - BIN_KEPT + timedelta(days=1)),
            ("gone", now() - BIN_KEPT - timedelta(days=1)),
            ("shared", now() - BIN_KEPT - timedelta(days=1)),
            ("shared", None),
        )
    )
    session.commit()
    for name in set(digests) - {"new"}:
        os.utime(folder.path_of(digests[name]), (long_ago, long_ago))
    done = app.test_cli_runner().invoke(args=["files", "sweep"])
    assert done.exit_code == 0, done.output
    assert set(folder.digests()) == {digests[name] for name in ("stands", "taken", "shared", "new")}
    assert session.scalar(sa.select(sa.func.count(RecordFile.id))) == 3
    assert app.test_cli_runner().invoke(args=["files", "check"]).exit_code == 0
    folder.path_of(digests["stands"]).write_bytes(b"other")
    done = app.test_cli_runner().invoke(args=["files", "check"])
    assert (done.exit_code, digests["stands"] in done.output) == (1, True)


def test_a_lost_file_is_told_of(consultant: Browser, session: Session, match: Match) -> None:
    file = factories.record_file(match_id=match.id)
    session.add(file)
    session.commit()
    answer = consultant.get(f"/files/{file.id}")
    assert (answer.status_code, "säkerhetskopian" in answer.get_data(as_text=True)) == (409, True)


_KEEP_AND_TELL = """
import sys
from pathlib import Path
from app.files.folder import FileFolder
folder, number = FileFolder(Path(sys.argv[1])), 0
while True:
    number += 1
    digest = folder.keep(str(number).encode() * 200_000)
    print(digest, flush=True)
"""


def test_what_was_kept_is_whole_however_its_process_ends(tmp_path: Path) -> None:
    begun = subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", _KEEP_AND_TELL, str(tmp_path)], stdout=subprocess.PIPE
    )
    assert begun.stdout is not None
    told = [begun.stdout.readline().decode().strip() for _time in range(5)]
    begun.send_signal(signal.SIGKILL)
    told += begun.stdout.read().decode().split()
    begun.wait()
    begun.stdout.close()
    folder = FileFolder(tmp_path)
    # Whatever it had said was kept is there; and nothing that stands under a digest is half.
    assert all(folder.is_whole(digest) for digest in (*(each for each in told if len(each) == 64), *folder.digests()))
