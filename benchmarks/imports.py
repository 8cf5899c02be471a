"""Measures an import of 20 000 companies: `python -m benchmarks.imports [--rows 20000] [--database sqlite|postgresql]`.

One row in a hundred is faulty: the file is refused whole with every faulty row named; after the fix it is imported and
taken back, and the database must stand as before, row for row. Says for each step how long it took, how long others
who save had to wait at most, and how much memory the process has used.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import Flask

from app.imports import queries, use_cases
from app.imports.commands import ColumnsCommand
from app.imports.reading import FileTable, read_file
from app.imports.result import result_of
from app.imports.work import do_step
from app.storage.database import BryggaSession, db
from models.imports import Import, ImportKind, ImportMode, ImportState
from models.organisations import Company
from models.vocabulary import Language
from tests import factories
from tests.conftest import make_app, migrate
from tests.database_servers import PostgresServer
from tests.imports.files import standing, xlsx_file

T = TypeVar("T")
HEADS = ("Namn", "Organisationsnummer", "Kommun", "Bransch", "Webbplats", "Om företaget", "Senaste kontakt")
ON_RECORD = 1_000


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args()
    for kind in ("sqlite", "postgresql") if asked.database == "both" else (asked.database,):
        with _database(kind) as (url, folder):
            app = make_app(url, import_folder=folder / "imports", mail_folder=folder / "mail")
            with app.app_context():
                _measure(app, kind, folder / "imports", asked.rows)
                db.engine.dispose()


@contextmanager
def _database(kind: str) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory(prefix="brygga-import-") as name:
        folder = Path(name)
        if kind == "sqlite":
            url = f"sqlite:///{folder / 'b.sqlite3'}"
            migrate(url)
            yield url, folder
            return
        with PostgresServer.started() as server:
            url = server.create("imports")
            migrate(url)
            yield url, folder


def _rows(count: int, *, faulty: bool) -> list[list[object]]:
    rows: list[list[object]] = [list(HEADS)]
    for number in range(count):
        is_faulty = faulty and number % 100 == 50
        org_number = "5599000001" if is_faulty else factories.org_number(number)
        word = "".join(chr(97 + number // 26**place % 26) for place in range(4))
        site = f"https://{word}{number}.example"
        rows.append(
            [f"{word.title()}bolaget {number}", org_number, "Huddinge", "Diagnostik", site, "Text. " * 20, None]
        )
    return rows


def _measure(app: Flask, kind: str, folder: Path, count: int) -> None:
    user = factories.user()
    with BryggaSession(db.engine, expire_on_commit=False) as session:
        session.add(user)
        session.add_all([
            factories.company(name=f"Förut {number}", org_number=factories.org_number(number), field="Förut")
            for number in range(0, 2 * ON_RECORD, 2)
        ])  # fmt: skip
        session.commit()
    before = _stands()
    content = xlsx_file(_rows(count, faulty=True))
    faulty = _timed(f"{kind}: the file with faults is read", lambda: read_file(content))
    number = _check(app, kind, faulty, user, folder)
    with BryggaSession(db.engine) as session:
        result = result_of(session, session.get_one(Import, number), folder)
        named = [row.row for row in result.faulty]
        _require(named == list(range(52, count + 2, 100)))
        _require(not result.is_ready)
    print(f"{kind}: refused whole, {len(named)} faulty rows named")
    _require(_stands() == before)
    number = _check(app, kind, read_file(xlsx_file(_rows(count, faulty=False))), user, folder)
    for name, act, state in (
        ("imported", use_cases.start, ImportState.DONE),
        ("taken back", _undo, ImportState.UNDONE),
    ):
        with BryggaSession(db.engine, expire_on_commit=False) as session:
            record = queries.get_import(session, user, number)
            act(session, actor=user, record=record, folder=folder, version=record.version)
            session.commit()
        with _others(app) as waits:
            _timed(f"{kind}: {name}", lambda: _step(app, number, folder))
        print(f"{kind}: others who saved meanwhile waited {max(waits, default=0):.1f} s at most")
        with BryggaSession(db.engine) as session:
            record = session.get_one(Import, number)
            _require(record.state is state)
            print(f"{kind}: {record.told}")
    _require(_stands() == before)
    print(f"{kind}: stands as before, row for row")


def _undo(session: Any, *, folder: Path, **values: Any) -> None:
    use_cases.undo(session, **values)


def _check(app: Flask, kind: str, table: FileTable, user: Any, folder: Path) -> int:
    with app.test_request_context(), BryggaSession(db.engine, expire_on_commit=False) as session:
        values: dict[str, Any] = {"kind": ImportKind.COMPANIES, "file_name": "fil.xlsx", "language": Language.SV}
        record = use_cases.begin(session, actor=user, table=table, folder=folder, **values)
        keys = ["name", "org_number", "municipality", "field", "website", "summary", "last_contact_on"]
        command = ColumnsCommand(keys, ImportMode.BOTH, None)
        use_cases.choose_columns(session, actor=user, record=record, command=command, version=record.version)
        session.commit()
    _timed(f"{kind}: {len(table.rows)} rows are checked", lambda: _step(app, record.id, folder))
    return record.id


def _step(app: Flask, number: int, folder: Path) -> None:
    with app.test_request_context(), BryggaSession(db.engine, expire_on_commit=False) as session:
        do_step(session, number, folder)


@contextmanager
def _others(app: Flask) -> Iterator[list[float]]:
    """Save something of one's own again and again, and give how long each time took."""
    waits: list[float] = []
    over = Event()

    def save() -> None:
        with app.app_context():
            while not over.wait(0.05):
                began = time.perf_counter()
                with db.engine.begin() as connection:
                    connection.execute(sa.text("UPDATE user_account SET shortcuts_off = shortcuts_off"))
                waits.append(time.perf_counter() - began)

    other = Thread(target=save)
    other.start()
    try:
        yield waits
    finally:
        over.set()
        other.join()


def _stands() -> object:
    with BryggaSession(db.engine) as session:
        stands = standing(session)
        _require(session.scalar(sa.select(sa.func.count(Company.id))) == ON_RECORD)
        return stands


def _require(holds: bool) -> None:
    if not holds:
        raise SystemExit("It does not stand as it must.")


def _timed(name: str, work: Callable[[], T]) -> T:
    began = time.perf_counter()
    made = work()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{name}: {time.perf_counter() - began:.1f} s, {most} MB at most so far", flush=True)
    return made


if __name__ == "__main__":
    main()
