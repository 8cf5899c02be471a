"""Measures pages: statements in this process, CPU and time of a served request, and a mixed load."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from itertools import cycle, islice
from statistics import quantiles

import sqlalchemy as sa
from flask import Flask

from app.storage.database import db
from benchmarks.web.filling import EMAIL, PASSWORD
from benchmarks.web.pages import MeasuredPage
from benchmarks.web.serving import Connection, Server

# A page that takes longer than this is asked fewer times.
_SLOW = 2.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request for one kind of page costs: CPU and time in milliseconds, and SQL statements."""

    cpu: float
    p50: float
    p95: float
    statements: int


@dataclass(frozen=True, slots=True)
class Load:
    """What a mixed load gave: answers a second, CPU and times in milliseconds, and answers that were errors."""

    rate: float
    cpu: float
    p50: float
    p95: float
    errors: int


def cost_of(server: Server, page: MeasuredPage, statements: int, requests: int) -> Cost:
    """Ask for a page so many times, one after the other, after some that do not count."""
    browser = server.browser()
    slowest = max(_timed(browser, address) for _worker in range(2) for address in page.addresses)
    count = requests if slowest < _SLOW else 2
    before = server.cpu_seconds()
    times = [_timed(browser, address) for address in islice(cycle(page.addresses), count)]
    cpu = server.cpu_seconds() - before
    p50, p95 = _percentiles(times)
    return Cost(1000 * cpu / count, p50, p95, statements)


def mixed_load(
    server: Server, pages: Sequence[MeasuredPage], browsers: Sequence[Connection], *, seconds: float
) -> Load:
    """Let browsers walk over all pages at once for so many seconds, once each has seen all that is kept when shown."""
    walk = [page.addresses[place % len(page.addresses)] for place in range(20) for page in pages]
    for browser in browsers:
        # A connection belongs to one worker, and each worker keeps answers of its own.
        for address in dict.fromkeys(walk):
            browser.get(address)
    cpu = server.cpu_seconds()
    end = time.perf_counter() + seconds

    def go(place: int) -> tuple[list[float], int]:
        times: list[float] = []
        errors = 0
        for address in cycle(walk[place * 7 :] + walk[: place * 7]):
            if time.perf_counter() > end:
                return times, errors
            started = time.perf_counter()
            status, _body = browsers[place].get(address)
            times.append(time.perf_counter() - started)
            errors += status != HTTPStatus.OK
        return times, errors

    with ThreadPoolExecutor(len(browsers)) as pool:
        results = list(pool.map(go, range(len(browsers))))
    times = [each for result, _errors in results for each in result]
    cpu = server.cpu_seconds() - cpu
    p50, p95 = _percentiles(times)
    return Load(len(times) / seconds, 1000 * cpu / len(times), p50, p95, sum(errors for _times, errors in results))


def first_time(server: Server, page: MeasuredPage) -> float:
    """Return the milliseconds that a page takes which nobody has asked for since the server started."""
    return 1000 * _timed(server.browser(), page.addresses[-1])


def statements_of(app: Flask, pages: Sequence[MeasuredPage]) -> dict[str, int]:
    """Return the most SQL statements that a request for each kind of page sends, once its answers are kept."""
    client = app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    token = page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    client.post("/sign-in", data={"csrf_token": token, "email": EMAIL, "password": PASSWORD})
    counted: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            counted.append(statement)

    with app.app_context():
        engine = db.engine
    found = {}
    for kind in pages:
        client.get(kind.addresses[0])
        sa.event.listen(engine, "before_cursor_execute", count)
        counted.clear()
        client.get(kind.addresses[0])
        found[kind.name] = len(counted)
        sa.event.remove(engine, "before_cursor_execute", count)
    return found


def _timed(browser: Connection, address: str) -> float:
    started = time.perf_counter()
    status, _body = browser.get(address)
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {status}.")
    return time.perf_counter() - started


def _percentiles(times: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile in milliseconds."""
    if len(times) == 1:
        return 1000 * times[0], 1000 * times[0]
    parts = quantiles(times, n=20, method="inclusive")
    return 1000 * parts[9], 1000 * parts[18]
