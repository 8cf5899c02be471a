"""How long a colleague's save takes while others do slow things: `python -m benchmarks.web.blocking [--database …]`.

Each load runs beside saves of one company's form; what is printed is the median time of a save under the load over the
median while nothing else happens, and the same of the slowest in twenty. Both in one run on one machine.
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from statistics import median, quantiles

import sqlalchemy as sa

from app import create_app
from app.storage.database import alembic, db, db_session
from benchmarks.timing import step
from benchmarks.web.__main__ import SECRET, databases
from benchmarks.web.drawing import Size
from benchmarks.web.filling import fill
from benchmarks.web.saving import Form, save
from benchmarks.web.serving import HOST, Connection, Server, serving
from config import Settings
from models.clock import today
from models.infrastructures import Capability
from models.needs import Need, NeedStatus
from models.organisations import Company
from tests.running import free_port

SIZE = Size(companies=100, people=100, needs=50, matches=50, capabilities=400)
UNKNOWN_WORDS = ", ".join(f"okäntord{number}x" for number in range(471))
HARD_TEXT = "a-" * 5_000
STRANGERS = 12
GOAL = 3


@contextmanager
def repeating(
    count: int, work: Callable[[int], Callable[[], object]], abort: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Let so many threads repeat a piece of work each until the end; `abort` lets go of those that wait."""
    stop = threading.Event()

    def run(number: int) -> None:
        do = work(number)
        with suppress(threading.BrokenBarrierError):
            while not stop.is_set():
                do()

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(count)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    yield
    stop.set()
    abort()
    for thread in threads:
        thread.join(timeout=120)


@contextmanager
def half_sent(server: Server, count: int) -> Iterator[None]:
    """Hold so many connections whose form never comes whole."""
    with ExitStack() as held:
        for _each in range(count):
            opened = held.enter_context(socket.create_connection((HOST, server.port)))
            opened.sendall(
                f"POST /sign-in HTTP/1.1\r\nHost: {HOST}:{server.port}\r\nContent-Length: 400\r\n\r\nhalf".encode()
            )
        time.sleep(1)
        yield


def measure(server: Server, company: int, capability: int, needs: Sequence[int], saves: int) -> None:
    """Print how long saves take under each load."""
    browser, address = server.browser(), f"/companies/{company}/edit"

    def times(saves: int) -> tuple[float, float]:
        taken = [save(browser, address, summary=f"Sparat {time.perf_counter()}") for _each in range(saves)]
        return median(taken), quantiles(taken, n=20, method="inclusive")[18]

    def unknown_words(_number: int) -> Callable[[], object]:
        other, form = server.browser(), f"/capabilities/{capability}/edit"
        return lambda: other.post(form, Form(other.get(form)[1]).fields | {"concepts": UNKNOWN_WORDS})

    together = threading.Barrier(STRANGERS)

    def sign_in(number: int) -> Callable[[], object]:
        def guess() -> None:
            stranger = Connection(server.port)
            fields = Form(stranger.get("/sign-in")[1]).fields
            together.wait()
            stranger.post("/sign-in", fields | {"email": f"a{number}@gissning.example", "password": "fel lösenord x"})
            time.sleep(1)

        return guess

    def hard_pages(number: int) -> Callable[[], object]:
        other = server.browser()
        places = iter(range(number, 10**9))
        return lambda: other.get(f"/needs/{needs[next(places) % len(needs)]}")

    save(server.browser(), f"/capabilities/{capability}/edit", text_sv=HARD_TEXT[:9_900])
    times(3)
    idle = times(saves)
    print(f"idle: median {1000 * idle[0]:.0f} ms, slowest of twenty {1000 * idle[1]:.0f} ms\n", flush=True)
    print(f"| load | median over idle (goal ≤ {GOAL}) | slowest of twenty over idle |\n|---|---|---|")
    loads = {
        "471 unknown words in a capability's terms, sent again and again": repeating(1, unknown_words),
        "twelve strangers sign in at the same moment, each second": repeating(STRANGERS, sign_in, together.abort),
        "a capability of 9 900 signs 'a-a-a-…', need pages read again and again": repeating(1, hard_pages),
        "ten half-sent forms": half_sent(server, 10),
    }
    for name, load in loads.items():
        with step(name), load:
            under = times(saves)
        print(f"| {name} | {under[0] / idle[0]:.1f} | {under[1] / idle[1]:.1f} |", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web.blocking", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--encoder", default="none", help="as BRYGGA_ENCODER")
    parser.add_argument("--saves", type=int, default=40)
    chosen = parser.parse_args(arguments)
    for kind in ("sqlite", "postgresql") if chosen.database == "both" else (chosen.database,):
        with databases(kind) as (url, _other):
            app = create_app(Settings(SECRET, url, encoder=chosen.encoder, testing=True))
            with app.app_context():
                alembic.upgrade()
            with app.app_context():
                fill(db_session(), SIZE, today=today())
                company = db_session().scalar(sa.select(sa.func.min(Company.id)))
                capability = db_session().scalar(sa.select(sa.func.min(Capability.id)))
                needs = list(db_session().scalars(sa.select(Need.id).where(Need.status == NeedStatus.OPEN)))
                db_session().rollback()
                db.engine.dispose()
            print(f"\n{kind}")
            with serving(url, free_port(), chosen.encoder) as server:
                measure(server, company or 0, capability or 0, needs, chosen.saves)
    return 0


if __name__ == "__main__":
    sys.exit(main())
