"""The matrix as a command: every door, every visitor, both databases, and pages of errors; what leaked, in figures."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from sqlalchemy.orm import Session

from app.storage.database import BryggaSession
from tests.conftest import engine_of, make_app, migrate
from tests.database_servers import PostgresServer
from tests.databases import Databases, PostgresCopies, SqliteCopies
from tests.security.addresses import list_doors, path_of
from tests.security.canaries import HIDDEN
from tests.security.conftest import World, make_world
from tests.security.matrix import Outcome, find_canaries, leaks, reading_cells, run, writing_cells

# What a form can be sent with that is refused: nothing, an old version, a key nobody asked for, far too much.
_WRONG: tuple[dict[str, str], ...] = (
    {},
    {"version": "0"},
    {"title": "x", "teaser": "x", "name": "x", "version": "0"},
    {"zzz": "1"},
    {"note": "x" * 2_100_000},
)


def run_errors(world: World) -> Outcome:
    """Send every form of the own things wrongly, as everybody, and let the reading of a need fail."""
    outcome = Outcome()
    for name, visitor in world.visitors.items():
        for door in list_doors(world.scene.app):
            if door.answers("POST") and door.endpoint != "accounts.sign_out":
                path = path_of(world.scene, door, "own")
                for data in _WRONG:
                    _scan(world, outcome, name, path, {"csrf_token": visitor.token} | data)
    need = world.scene["need own"]
    error = ValueError(f"{need.private_text} {need.infrastructure_text}")
    with patch("app.needs.queries.get_need", side_effect=error):
        for name in world.visitors:
            _scan(world, outcome, name, f"/needs/{need.id}", None)
    return outcome


def _scan(world: World, outcome: Outcome, name: str, path: str, data: dict[str, str] | None) -> None:
    answer = world.visitors[name].ask(path, "GET" if data is None else "POST", data)
    outcome.cells += 1
    outcome.scanned += 1
    outcome.statuses[answer.status_code] += 1
    found = find_canaries(world.scene, answer)
    outcome.read[name] |= {canary.column for canary in found}
    outcome.failures += leaks(found, name, f"{name}: {path} answered {answer.status_code}")
    if answer.status_code >= 500 and data is not None:
        outcome.failures.append(f"{name}: {path} answered {answer.status_code}")


@contextmanager
def _kinds() -> Iterator[dict[str, Databases]]:
    with tempfile.TemporaryDirectory() as folder, PostgresServer.started() as server:
        template = Path(folder) / "template.sqlite3"
        migrate(f"sqlite:///{template}")
        migrate(server.create("template_brygga"))
        yield {"SQLite": SqliteCopies(template), "PostgreSQL": PostgresCopies(server, "template_brygga")}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _print(kind: str, world: World, outcomes: dict[str, Outcome]) -> bool:
    canaries = world.scene.aviary.canaries.values()
    hidden = {canary.column for canary in canaries if canary.sensitivity in HIDDEN}
    _say(f"{kind}: {len(canaries)} canaries, in {len(hidden)} confidential or personal columns and others")
    clean = True
    for name, outcome in outcomes.items():
        leaked = [line for line in outcome.failures if "LEAK" in line]
        statuses = ", ".join(f"{status} × {count}" for status, count in sorted(outcome.statuses.items()))
        tried = f"{outcome.cells} cells, {outcome.scanned} responses, {len(leaked)} leaks"
        _say(f"  {name}: {tried}, {len(outcome.failures) - len(leaked)} other failures ({statuses})")
        for line in outcome.failures[:20]:
            _say(f"    {line}")
        clean = clean and not outcome.failures
    met = {column for outcome in outcomes.values() for columns in outcome.read.values() for column in columns}
    _say(f"  columns whose canary somebody who may read it met: {len(met & hidden)}")
    return clean


def main() -> int:
    """Run everything on both databases and print it; 1 when anything failed."""
    clean = True
    # One reading is made to fail; what the log says of it is not the question here.
    logging.disable(logging.CRITICAL)
    with _kinds() as kinds, tempfile.TemporaryDirectory() as mail:
        for kind, copies in kinds.items():
            app = make_app(copies(), mail_folder=Path(mail))
            world = make_world(app)
            with patch.object(BryggaSession, "commit", Session.flush):
                outcomes = {
                    "reading": run(world.scene, world.visitors, reading_cells(world.scene)),
                    "writing": run(world.scene, world.visitors, writing_cells(world.scene)),
                    "errors": run_errors(world),
                }
            clean = _print(kind, world, outcomes) and clean
            engine_of(app).dispose()
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
