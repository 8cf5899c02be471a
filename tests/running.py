"""Brygga started by the same command as `make run`, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


# To encode the texts of the demo data costs more than everything else that a start does.
WORDS_ALONE = {"BRYGGA_ENCODER": "none"}


@dataclass(frozen=True, slots=True)
class Served:
    """A running Brygga: where it answers, the database behind it, and the file with what it printed."""

    url: str
    database_url: str
    log: Path


def free_port() -> int:
    """Return a port that nobody uses."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_taken(port: int) -> bool:
    """Tell whether somebody listens on a port."""
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def command(port: int | str, *, with_jobs: bool = False) -> list[str]:
    """Return the command behind `make run`, without the runner of jobs unless a test asks for it."""
    return [sys.executable, "-m", "app.serve", "--port", str(port), *([] if with_jobs else ["--without-jobs"])]


def environment(database_url: str, folder: Path, **more: str) -> dict[str, str]:
    """Return the environment to start it in."""
    return os.environ | {
        "DATABASE_URL": database_url,
        "MAIL_FOLDER": str(folder / "mail"),
        "SECRET_KEY": "tests-only-0123456789abcdefghijkl",
        "OMP_NUM_THREADS": "1",
        **more,
    }


@contextmanager
def serving(folder: Path, **more: str) -> Iterator[Served]:
    """Start Brygga on a SQLite database in a folder, wait until it answers, and stop it at the end."""
    port = free_port()
    served = Served(f"http://127.0.0.1:{port}", f"sqlite:///{folder / 'brygga.sqlite3'}", folder / "server.log")
    with served.log.open("w") as log:
        server = subprocess.Popen(  # noqa: S603 - our own
            command(port), cwd=ROOT, env=environment(served.database_url, folder, **more), stdout=log, stderr=log
        )
        try:
            _wait_until_it_answers(server, served)
            yield served
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait_until_it_answers(server: subprocess.Popen[bytes], served: Served) -> None:
    # A quarter of an hour: a busy machine fills a database slowly, and a server that stops is told of at once.
    for _attempt in range(3600):
        if server.poll() is not None:
            raise RuntimeError(f"The server stopped: {served.log.read_text()}")
        try:
            with urllib.request.urlopen(f"{served.url}/sign-in"):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.25)
    raise RuntimeError(f"The server never answered: {served.log.read_text()}")
