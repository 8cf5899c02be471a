"""The runner as the process that it is: it sends letters, is there again when it was killed, and is one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.mail.outbox import put_letter
from app.storage.current_jobs import jobs_of
from tests.conftest import SECRET
from tests.running import ROOT, WORDS_ALONE, environment


@pytest.fixture
def keeper(app: Flask, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m app.runner` on the test's database."""
    settings = app.extensions["brygga"]
    told = {**WORDS_ALONE, "SECRET_KEY": SECRET, "FILES_FOLDER": str(tmp_path / "files")}
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.runner"],
            cwd=ROOT,
            env=environment(settings.database_url, tmp_path, **told),
            stdout=log,
            stderr=log,
        )
        yield process
        # As Ctrl+C does.
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
    assert "Traceback" not in (tmp_path / "log").read_text()


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until something is so; a busy machine may need minutes."""
    for _attempt in range(1200):
        if what():
            return
        time.sleep(0.1)
    raise AssertionError("It never came.")


def child_of(keeper: subprocess.Popen[bytes]) -> int:
    """Return the number of the process that works."""
    return int(Path(f"/proc/{keeper.pid}/task/{keeper.pid}/children").read_text().split()[0])


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="tells processes apart by /proc")
def test_it_sends_letters_and_is_there_again_when_it_was_killed(
    app: Flask, session: Session, keeper: subprocess.Popen[bytes]
) -> None:
    jobs, folder = jobs_of(app), app.extensions["brygga"].mail_folder
    wait_for(lambda: jobs.runner.is_held)
    for count in (1, 2):
        put_letter(session, match_id=None, to="a@b.example", subject=f"Nr {count}", body="Hej.\n", domain="t.example")
        session.commit()
        jobs.ask("letters")
        wait_for(lambda count=count: len(list(folder.glob("*.eml"))) == count)  # type: ignore[misc]  # bound here
        worker = child_of(keeper)
        os.kill(worker, signal.SIGKILL)
        wait_for(lambda worker=worker: jobs.runner.is_held and child_of(keeper) != worker)  # type: ignore[misc]  # as above
