"""Serves a filled database with the product's own server, and asks it for pages as signed-in browsers do."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from benchmarks.web.filling import EMAIL, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
_RESTING = 0.1  # seconds of CPU in a second


class Connection:
    """One browser: keeps its connection and its cookies."""

    def __init__(self, port: int) -> None:
        self._http = http.client.HTTPConnection(HOST, port, timeout=600)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, bytes]:
        """Return the status and the body of a page; a connection that was idle for too long is made anew."""
        try:
            return self._ask("GET", path, None)[:2]
        except (http.client.RemoteDisconnected, ConnectionError):
            self._http.close()
            return self._ask("GET", path, None)[:2]

    def fetch(self, path: str) -> tuple[int, bool]:
        """Return the status of a file, and whether it may be kept without asking again."""
        status, _body, headers = self._ask("GET", path, None)
        return status, "immutable" in headers.get("Cache-Control", "")

    def post(self, path: str, data: dict[str, str]) -> tuple[int, bytes]:
        """Send a form and return the status and the body of the answer."""
        return self._ask("POST", path, urlencode(data))[:2]

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, bytes, http.client.HTTPMessage]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._http.request(method, path, body, headers)
        answer = self._http.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, content, answer.headers

    def sign_in(self) -> None:
        """Sign in as the database's one user; raises RuntimeError when that fails."""
        token = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', self.get("/sign-in")[1])
        form = {"csrf_token": token[1].decode() if token else "", "email": EMAIL, "password": PASSWORD}
        status, _body = self.post("/sign-in", form)
        for _again in range(20):
            if status != HTTPStatus.SERVICE_UNAVAILABLE:  # others are signing in
                break
            time.sleep(0.5)
            status, _body = self.post("/sign-in", form)
        if status != HTTPStatus.FOUND:
            raise RuntimeError(f"Signing in answered {status}.")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, the process above its workers, and the seconds from its start to its first answer."""

    port: int
    process: int
    answered_after: float

    def visitor(self) -> Connection:
        """Return a browser that has not signed in."""
        return Connection(self.port)

    def browser(self) -> Connection:
        """Return a browser that has signed in."""
        connection = self.visitor()
        connection.sign_in()
        return connection

    def cpu_seconds(self) -> float:
        """Return the processor time that the workers have used so far; needs Linux's /proc."""
        ticks = sum(_ticks(process) for process in _children(self.process))
        return ticks / os.sysconf("SC_CLK_TCK")

    def rest(self) -> None:
        """Wait until the workers have done what they do beside the first answers: build the engine."""
        before = -1.0
        while (now := self.cpu_seconds()) - before > _RESTING:
            before = now
            time.sleep(1)

    def memory(self) -> float:
        """Return the memory of the workers and the process above them, in MB, each page counted once (PSS)."""
        return sum(_proportional_kb(process) for process in (self.process, *_children(self.process))) / 1024


def _children(process: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()]


def _ticks(process: int) -> int:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def _proportional_kb(process: int) -> int:
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{process}/smaps_rollup").read_text("ascii"), re.MULTILINE)
    return int(found[1]) if found else 0


@contextmanager
def serving(database_url: str, port: int, encoder: str) -> Iterator[Server]:
    """Start the server on a database, with two workers, and stop it at the end."""
    with TemporaryDirectory(prefix="brygga-served-") as folder:
        environment = os.environ | {
            "DATABASE_URL": database_url,
            "MAIL_FOLDER": folder,
            "BRYGGA_ENCODER": encoder,
            "SECRET_KEY": "only-for-measuring-0123456789abcdef",
            "OMP_NUM_THREADS": "1",
        }
        command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", f"{HOST}:{port}", "wsgi:app"]
        begun = time.perf_counter()
        server = subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603 - our own
        try:
            _wait_for(server, port)
            started = Server(port, server.pid, time.perf_counter() - begun)
            started.rest()
            yield started
        finally:
            server.terminate()
            server.wait(timeout=60)


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    for _attempt in range(600):
        if server.poll() is not None:
            raise RuntimeError("The server stopped before it answered.")
        try:
            Connection(port).get("/sign-in")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("The server never answered.")
