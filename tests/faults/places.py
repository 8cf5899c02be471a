"""Places where a Brygga can stand: a database of either kind with a few records, a folder, and its server."""

from __future__ import annotations

import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from app.storage.database import BryggaSession
from models.accounts import Role
from models.matches import Stage
from tests import factories
from tests.conftest import SECRET, engine_of, make_app, migrate
from tests.database_servers import PostgresServer
from tests.faults.nursery import Nursery, Program
from tests.running import free_port

CLIENTS = 4
CONCEPT = "fryskärna"
# Needs of each client's company that nobody has been introduced for yet.
_WAITING_NEEDS = 40
_TEMPLATE = "kills_template"


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a database, and the folder of what lies beside it."""

    url: str
    folder: Path

    @property
    def letters(self) -> Path:
        """Return the folder that letters are written to."""
        return self.folder / "mail"

    def environment(self) -> dict[str, str]:
        """Return the settings of a Brygga that stands here."""
        return os.environ | {
            "FLASK_APP": "wsgi.py",
            "DATABASE_URL": self.url,
            "MAIL_FOLDER": str(self.letters),
            "SECRET_KEY": SECRET,
            "BRYGGA_ENCODER": "none",
            "OMP_NUM_THREADS": "1",
        }

    def flask(self, nursery: Nursery, *words: str) -> Program:
        """Start a command on what stands here."""
        return nursery.start("flask", *words, environment=self.environment(), log=self.folder / f"{words[0]}.log")

    def serve(self, nursery: Nursery, port: int) -> Program:
        """Start the server, and return it when it answers."""
        log = self.folder / "server.log"
        server = nursery.start(
            "app.serve", "--port", str(port), "--without-jobs", environment=self.environment(), log=log
        )
        for _attempt in range(1200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz"):
                    return server
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise RuntimeError(f"The server never answered: {server.said()}")


class Grounds:
    """Makes places on databases of one kind, each a copy of one that was filled once; all go at the end."""

    def __init__(self, folder: Path, postgres: PostgresServer | None) -> None:
        self._folder, self._postgres = folder, postgres
        self._made = 0
        template = postgres.create(_TEMPLATE) if postgres else f"sqlite:///{folder / 'template.sqlite3'}"
        migrate(template)
        self.known = _fill(template)
        self.port = free_port()

    @classmethod
    @contextmanager
    def of(cls, kind: str) -> Iterator[Grounds]:
        """Give grounds of a kind, with a server of their own where it needs one."""
        with TemporaryDirectory(prefix="brygga-faults-") as folder:
            if kind == "sqlite":
                yield cls(Path(folder), None)
                return
            with PostgresServer.started() as server:
                yield cls(Path(folder), server)

    def filled(self) -> Place:
        """Return a new place with a few records."""
        folder = self._new_folder()
        if self._postgres:
            return Place(self._postgres.create(folder.name, template=_TEMPLATE), folder)
        copyfile(self._folder / "template.sqlite3", folder / "brygga.sqlite3")
        return Place(f"sqlite:///{folder / 'brygga.sqlite3'}", folder)

    def bare(self) -> Place:
        """Return a new place without a table or a letter."""
        folder = self._new_folder()
        url = self._postgres.create(folder.name) if self._postgres else f"sqlite:///{folder / 'brygga.sqlite3'}"
        return Place(url, folder)

    def _new_folder(self) -> Path:
        self._made += 1
        folder = self._folder / f"place_{self._made}"
        folder.mkdir()
        return folder


def address_of(client: int) -> str:
    """Return what a client signs in with, beside the factories' password."""
    return f"client{client}@faults.example"


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers of what each client finds: a company with a contact, a match that is agreed on, and waiting needs."""

    company: int
    contact: int
    match: int
    capability: int
    needs: tuple[int, ...]


def _fill(url: str) -> list[Known]:
    """Write what clients save on: a unit and, for each client, an account, a company, a match and open needs."""
    app = make_app(url)
    known = []
    with BryggaSession(engine_of(app)) as session:
        capability = factories.capability(factories.infrastructure())
        session.add_all([capability, factories.concept(label_sv=CONCEPT)])
        for client in range(CLIENTS):
            company = factories.company(name=f"Delat {client} AB", summary="Allas.")
            contact = factories.contact(company)
            match = factories.match(factories.need(company, contact=contact), capability, stage=Stage.AGREED)
            needs = [factories.need(company, contact=contact) for _each in range(_WAITING_NEEDS)]
            user = factories.user(role=Role.CONSULTANT, email=address_of(client))
            session.add_all([user, company, contact, match, *needs])
            session.commit()
            known.append(Known(company.id, contact.id, match.id, capability.id, tuple(need.id for need in needs)))
    engine_of(app).dispose()
    return known
