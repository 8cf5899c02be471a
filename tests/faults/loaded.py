"""A place with its server and with clients that save all the time, and what is asked of it afterwards."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.conftest import engine_of, make_app
from tests.faults.books import Findings, judge
from tests.faults.clients import Client, Saving
from tests.faults.nursery import Nursery, Program
from tests.faults.places import CLIENTS, Grounds, Place
from tests.running import is_taken


class Loaded:
    """A filled place whose server can be killed and started again while clients save."""

    def __init__(self, grounds: Grounds, nursery: Nursery, seed: int) -> None:
        self.place, self.nursery, self.port = grounds.filled(), nursery, grounds.port
        self._begun, self._more = 0, threading.Condition()
        self.clients = [Client(number, grounds.known, self.port, seed, self._note) for number in range(CLIENTS)]
        self.server: Program | None = None

    @classmethod
    @contextmanager
    def started(cls, grounds: Grounds, nursery: Nursery, seed: int) -> Iterator[Loaded]:
        """Give one whose clients have signed in; its server is stopped at the end."""
        loaded = cls(grounds, nursery, seed)
        loaded.serve()
        try:
            for client in loaded.clients:
                client.sign_in()
            yield loaded
        finally:
            if loaded.server:
                loaded.server.stop()

    def serve(self) -> None:
        """Start the server and wait until it answers."""
        self.server = self.place.serve(self.nursery, self.port)

    def kill(self) -> None:
        """End the server's processes where they stand."""
        assert self.server
        server, self.server = self.server, None
        server.kill()
        # The first process is gone when this is waited for; the last one when nobody listens.
        while is_taken(self.port):
            time.sleep(0.01)

    def wait_for(self, savings: int) -> None:
        """Wait until so many more have been begun; each client waits for an answer before it begins the next."""
        with self._more:
            wanted = self._begun + savings
            if not self._more.wait_for(lambda: self._begun >= wanted, timeout=300):
                raise RuntimeError("Nothing is saved any more.")

    def _note(self) -> None:
        with self._more:
            self._begun += 1
            self._more.notify_all()

    @contextmanager
    def saving(self) -> Iterator[None]:
        """Let every client save until the end of the block, or until the server is gone."""
        stop = threading.Event()
        failures: list[BaseException] = []

        def run(client: Client) -> None:
            try:
                client.save_until(stop)
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=run, args=(client,)) for client in self.clients]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        if failures:
            log = self.place.folder / "server.log"
            raise RuntimeError(f"Not saved; the server says: {log.read_text()[-3000:]}") from failures[0]

    @property
    def savings(self) -> list[Saving]:
        """Return all that was ever sent."""
        return [saving for client in self.clients for saving in client.journal]

    def check(self) -> Findings:
        """Hold the place against what its clients were answered."""
        return look_at(self.place, [each for each in self.savings if each.answered is not None])


def look_at(place: Place, must: list[Saving], may_not: list[Saving] | None = None) -> Findings:
    """Hold a place against what must stand there and what may not; its file and its trail are checked too."""
    app = make_app(place.url, mail_folder=place.letters)
    engine = engine_of(app)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            findings = judge(connection, must, may_not or [])
        verified = app.test_cli_runner().invoke(args=["audit", "verify"])
        if verified.exit_code != 0:
            findings.half.append(f"the audit trail: {verified.output}")
    finally:
        engine.dispose()
    if engine.dialect.name == "sqlite":
        findings.half += _damages(place.folder / "brygga.sqlite3")
    return findings


def _damages(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as database:
        damages = [str(row[0]) for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return damages + [f"{row[0]} refers to nothing" for row in database.execute("PRAGMA foreign_key_check")]
