"""Measures the pages of a small and of a large database: `python -m benchmarks.web [--database sqlite|postgresql]`.

Fills both with made-up records (fixed seed), serves each with two workers, and prints what a request costs and how
much more the large database costs than one a hundredth of its size. CPU is the workers' own, so other programs on the
machine hardly move it; times and answers a second they do. Needs Linux (/proc).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from app import create_app
from app.storage.database import alembic, db, db_session
from benchmarks.timing import step
from benchmarks.web.browsing import Browsed, browse
from benchmarks.web.drawing import Size
from benchmarks.web.filling import FULL, fill
from benchmarks.web.measuring import Cost, Load, cost_of, first_time, mixed_load, statements_of
from benchmarks.web.pages import MeasuredPage, pages_of, public_pages_of
from benchmarks.web.serving import Server, serving
from config import Settings
from models.clock import today
from tests.database_servers import PostgresServer
from tests.running import free_port

TIMES = 100
VIEWS = 20
# Pages that are told of as they are when nobody has asked for them since the start.
FIRST_TIMES = ("need", "infrastructure")
SECRET = "only-for-measuring-0123456789abcdef"  # noqa: S105 - the databases are thrown away


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--shrink", type=int, default=1, help="so many times fewer records, to see that it runs")
    parser.add_argument("--encoder", default="none", help="as BRYGGA_ENCODER; encoding many texts takes long")
    parser.add_argument("--requests", type=int, default=30, help="requests for each kind of page")
    parser.add_argument("--seconds", type=float, default=20, help="how long each mixed load lasts")
    parser.add_argument("--pages", help="only these kinds, with commas between")
    chosen = parser.parse_args(arguments)
    kinds = ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,)
    for kind in kinds:
        with databases(kind) as urls:
            _measure(kind, urls, chosen)
    return 0


def _measure(kind: str, urls: tuple[str, str], chosen: argparse.Namespace) -> None:
    full = FULL.shrunk(chosen.shrink)
    costs: list[dict[str, Cost]] = []
    for url, size in zip(urls, (full.shrunk(TIMES), full), strict=True):
        pages, public_pages, statements = _prepare(url, size, chosen)
        with serving(url, free_port(), chosen.encoder) as server:
            first = {page.name: first_time(server, page) for page in pages if page.name in FIRST_TIMES}
            costs.append(_costs(server, pages, statements, chosen.requests))
            if size is full:
                _tell(kind, full, costs, pages)
                _tell_browsing(browse(server, pages, views=VIEWS))
                for connections in (1, 8):
                    browsers = [server.browser() for _ in range(connections)]
                    _tell_load("mixed", mixed_load(server, pages, browsers, seconds=chosen.seconds), connections)
                    visitors = [server.visitor() for _ in range(connections)]
                    load = mixed_load(server, public_pages, visitors, seconds=chosen.seconds)
                    _tell_load("the public catalogue", load, connections)
                _tell_start(server, first)


def _prepare(
    url: str, size: Size, chosen: argparse.Namespace
) -> tuple[list[MeasuredPage], list[MeasuredPage], dict[str, int]]:
    app = create_app(Settings(SECRET, url, encoder=chosen.encoder, testing=True))
    with app.app_context(), step(f"{size.companies} companies"):
        alembic.upgrade()
    with app.app_context():
        fill(db_session(), size, today=today())
        pages, public_pages = pages_of(db_session(), today().isoformat()[:7]), public_pages_of(db_session())
        db_session().rollback()
        if db.engine.dialect.name == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(sa.text("ANALYZE"))
    if chosen.pages:
        pages = [page for page in pages if page.name in chosen.pages.split(",")]
    statements = statements_of(app, pages)
    with app.app_context():
        db.engine.dispose()
    return pages, public_pages, statements


def _costs(server: Server, pages: Sequence[MeasuredPage], statements: dict[str, int], requests: int) -> dict[str, Cost]:
    costs = {}
    for page in pages:
        with step(page.name):
            costs[page.name] = cost_of(server, page, statements[page.name], requests)
    return costs


def _tell(kind: str, full: Size, costs: Sequence[dict[str, Cost]], pages: Sequence[MeasuredPage]) -> None:
    small, large = costs
    print(f"\n{kind}: {full.companies} companies, {full.people} people, {full.needs} needs, {full.matches} matches, "
          f"{full.capabilities} capabilities\n")  # fmt: skip
    print("| page | CPU ms | goal | growth | p50 ms | p95 ms | statements |\n|---|---|---|---|---|---|---|")
    for page in pages:
        cost = large[page.name]
        growth = cost.cpu / max(small[page.name].cpu, 0.1)
        print(f"| {page.name} | {cost.cpu:.1f} | {page.goal} | {growth:.1f} | {cost.p50:.0f} | {cost.p95:.0f} | "
              f"{cost.statements} |", flush=True)  # fmt: skip


def _tell_load(name: str, load: Load, connections: int) -> None:
    print(f"\n{name}, {connections} connections: {load.rate:.0f} requests/s, p50 {load.p50:.0f} ms, "
          f"p95 {load.p95:.0f} ms, CPU {load.cpu:.1f} ms a request, {load.errors} errors", flush=True)  # fmt: skip


def _tell_browsing(seen: Browsed) -> None:
    print(f"\n{seen.views} page views as a browser makes them: {seen.files} files, {seen.files_later} of them after "
          f"the first view, {100 * seen.cpu_of_files:.0f} % of the CPU", flush=True)  # fmt: skip


def _tell_start(server: Server, first: Mapping[str, float]) -> None:
    print(f"memory of two workers and the process above them: {server.memory():.0f} MB")
    print(f"first answer {server.answered_after:.1f} s after the start; the first time in a process: "
          + ", ".join(f"{name} {taken:.0f} ms" for name, taken in first.items()), flush=True)  # fmt: skip


@contextmanager
def databases(kind: str) -> Iterator[tuple[str, str]]:
    """Give the addresses of two empty databases."""
    if kind == "sqlite":
        with TemporaryDirectory(prefix="brygga-web-") as folder:
            yield f"sqlite:///{Path(folder) / 'small.sqlite3'}", f"sqlite:///{Path(folder) / 'large.sqlite3'}"
        return
    with PostgresServer.started() as server:
        yield server.create("small"), server.create("large")


if __name__ == "__main__":
    sys.exit(main())
