"""Measures a month's report over databases of three sizes: `python -m benchmarks.reports [--picture FILE] [--small]`.

For each it says how many statements the whole and each section take, how long the report, its PDF and its workbook
take, and how much memory gathering needs at most. The last size is a year with 2 000 companies and 5 000 matches.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial, wraps
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from flask import Flask

from app.programmes.queries import get_programme
from app.reports import report_of_month
from app.reports.content import Reader, Report
from app.reports.files import PDF, XLSX, write_file
from app.reports.frozen import seal_report
from app.reports.month import QUARTER, months_before
from app.reports.report_of_month import gather_report
from app.storage.database import BryggaSession, db
from benchmarks.growth_chart import growth_chart
from benchmarks.web.drawing import Size
from benchmarks.web.filling import fill
from models.clock import today
from tests.conftest import make_app, migrate

PICTURE: Final = Path(__file__).resolve().parent.parent / "docs" / "images" / "report-growth.svg"
LARGEST: Final = Size(companies=2_000, people=4_000, needs=5_000, matches=5_000, capabilities=400)
PARTS: Final = (100, 10, 1)
# What a report is gathered from, by the functions that read it.
SECTIONS: Final = {
    "read_matches": "matches",
    "read_needs": "needs",
    "read_newcomers": "new companies",
    "_target_figures": "targets",
    "read_standings": "infrastructures",
    "stale_profiles": "old profiles",
    "gaps_of": "unmet needs by field",
    "worked_in": "hours",
    "comments_on": "comment",
    "events_of": "events",
    "intact_reports": "frozen months",
}
_TIMES: Final = 3


@dataclass(frozen=True, slots=True)
class ReportCost:
    """What one report costs over so many matches: seconds, bytes, and statements by section."""

    matches: int
    gathered: float
    beside_frozen: float
    quarter: float
    pdf: float
    workbook: float
    memory: int
    statements: int
    by_section: Mapping[str, int]


def main() -> None:
    """Measure, print a table and draw the picture."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reports", description=__doc__)
    parser.add_argument("--picture", type=Path, default=PICTURE, help="where the picture of growth is written")
    parser.add_argument("--small", action="store_true", help="the two smaller sizes, to see that it runs")
    asked = parser.parse_args()
    costs = [_measure(_size(part)) for part in (PARTS[:2] if asked.small else PARTS)]
    print("| matches | statements | most in a section | month | beside 12 frozen | quarter | PDF | workbook | memory |")
    print("|---" * 9 + "|")
    for cost in costs:
        name, most = max(cost.by_section.items(), key=lambda each: each[1])
        times = (cost.gathered, cost.beside_frozen, cost.quarter, cost.pdf, cost.workbook)
        told = " | ".join(f"{seconds * 1000:.0f} ms" for seconds in times)
        print(f"| {cost.matches} | {cost.statements} | {most} ({name}) | {told} | {cost.memory / 1_000_000:.1f} MB |")
    lines = {
        "month gathered": [cost.gathered * 1000 for cost in costs],
        "PDF": [cost.pdf * 1000 for cost in costs],
        "workbook": [cost.workbook * 1000 for cost in costs],
    }
    note = "Milliseconds to gather a month's report, and to write it as PDF and as a workbook, by matches."
    sizes = [cost.matches for cost in costs]
    asked.picture.write_text(growth_chart("Time of a monthly report", note, sizes, lines, axis="matches"), "utf-8")


def _size(part: int) -> Size:
    fewer = {name: getattr(LARGEST, name) // part for name in ("companies", "people", "needs", "matches")}
    return replace(LARGEST, **fewer)


def _measure(size: Size) -> ReportCost:
    with tempfile.TemporaryDirectory(prefix="brygga-reports-") as name:
        url = f"sqlite:///{Path(name) / 'b.sqlite3'}"
        migrate(url)
        app = make_app(url)
        with app.app_context():
            try:
                with BryggaSession(db.engine) as session:
                    fill(session, size, today=today())
                return _cost(app, size.matches)
            finally:
                db.engine.dispose()


def _cost(app: Flask, matches: int) -> ReportCost:
    month = months_before(today().replace(day=1), 1)
    counts: dict[str, int] = {}
    with _counting(counts):
        _gathered(month, today())
    gathered = min(_timed(partial(_gathered, month, _day(number))) for number in range(_TIMES))
    first = months_before(month, QUARTER - 1)
    quarter = min(_timed(partial(_gathered, first, _day(number), QUARTER)) for number in range(_TIMES))
    tracemalloc.start()
    report = _gathered(month, _day(_TIMES))
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    shown = report.for_reader(Reader.STEERING, names=False)
    with app.test_request_context(), BryggaSession(db.engine) as session:
        programme = get_programme(session, report.programme)
        write = partial(write_file, shown, programme, Reader.STEERING, frozen_on=None)
        pdf, workbook = _timed(partial(write, kind=PDF)), _timed(partial(write, kind=XLSX))
    whole = counts.pop("")
    _freeze_year_before(month)
    beside = min(_timed(partial(_gathered, month, _day(_TIMES + number))) for number in range(1, _TIMES + 1))
    return ReportCost(matches, gathered, beside, quarter, pdf, workbook, memory, whole, counts)


def _freeze_year_before(month: date) -> None:
    """Keep the twelve months before one, so that its report is held against them."""
    with BryggaSession(db.engine) as session:
        for before in range(12, 0, -1):
            programme = get_programme(session, "klustermotor")
            report = gather_report(session, programme, months_before(month, before), today=today())
            seal_report(session, programme, report, actor=None)
            session.commit()


def _day(number: int) -> date:
    """Return a day on which the same month is told, and that no report was asked for before."""
    return today() + timedelta(days=number + 1)


def _gathered(month: date, on: date, months: int = 1) -> Report:
    with BryggaSession(db.engine) as session:
        return gather_report(session, get_programme(session, "klustermotor"), month, today=on, months=months)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def _counting(counts: dict[str, int]) -> Iterator[None]:
    """Count statements, those of each section under its name, and all of them under the empty name."""
    counts[""] = 0

    def note(*_told: object) -> None:
        counts[""] += 1

    kept = {name: getattr(report_of_month, name) for name in SECTIONS}

    def within(name: str) -> Callable[..., Any]:
        @wraps(kept[name])
        def counted(*given: Any, **named: Any) -> Any:
            before = counts[""]
            try:
                return kept[name](*given, **named)
            finally:
                counts[SECTIONS[name]] = counts.get(SECTIONS[name], 0) + counts[""] - before

        return counted

    sa.event.listen(db.engine, "before_cursor_execute", note)
    for name in SECTIONS:
        setattr(report_of_month, name, within(name))
    try:
        yield
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
        for name, function in kept.items():
            setattr(report_of_month, name, function)


if __name__ == "__main__":
    main()
