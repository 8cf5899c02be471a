"""A process that freezes a report is killed before a step: the month is as before, and nobody had to wait meanwhile.

BRYGGA_KILLS=all kills before every step, by the page and by the command; else once, when all is written but committed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.reports.freezing import STEPS
from app.reports.frozen import check_frozen_reports
from models.organisations import Company
from models.programmes import FrozenReport, Programme, ReportFile
from models.sent_forms import UsedKey
from tests import factories
from tests.conftest import Browser
from tests.reports.test_readers import MONTH, five, programme

__all__ = ["five", "programme"]
ALL: Final = os.environ.get("BRYGGA_KILLS") == "all"
KILLED: Final = range(STEPS + 1) if ALL else (STEPS,)
WAYS: Final = ("page", "command") if ALL else ("page",)


@contextmanager
def freezing(app: Flask, session: Session, folder: Path, way: str) -> Iterator[subprocess.Popen[str]]:
    user = factories.user()
    session.add(user)
    session.commit()
    url = app.extensions["brygga"].database_url
    what = (url, str(folder), f"{MONTH:%Y-%m}", user.email if way == "page" else "")
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.faults.freezing", *what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


def go_on(process: subprocess.Popen[str], until: int, before: Callable[[], None]) -> list[int]:
    """Let a process go on until it stands before a step; return those it stood before.

    Until the files are made, something is done before each.
    """
    assert process.stdin is not None
    assert process.stdout is not None
    stood: list[int] = []
    while line := process.stdout.readline():
        if line.startswith("step"):
            stood.append(int(line.split()[1]))
            if stood[-1] == until:
                break
            if stood[-1] < STEPS - 1:
                before()
            process.stdin.write("\n")
            process.stdin.flush()
    return stood


def write(engine: sa.Engine, number: int, *, wait_ms: int) -> None:
    """Write as colleagues do, also to the programme; who holds a lock for longer makes this fail."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait_ms}")
        else:
            connection.exec_driver_sql(f"SET lock_timeout = {wait_ms}")
        connection.execute(sa.update(Programme).values(version=Programme.version + 1))
        connection.execute(sa.insert(UsedKey).values(key_hash="b" * 64, content_hash="c" * 64))
        connection.execute(sa.update(Company).where(Company.id == number).values(summary="Nytt"))
        connection.rollback()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("step", KILLED)
def test_who_is_killed_while_freezing_leaves_nothing_and_holds_nobody_up(
    app: Flask, consultant: Browser, session: Session, tmp_path: Path, five: list[Company], *, step: int, way: str
) -> None:
    engine = sa.create_engine(app.extensions["brygga"].database_url)
    with freezing(app, session, tmp_path, way) as process:
        stood = go_on(process, step, lambda: write(engine, five[0].id, wait_ms=1))
        process.kill()
        process.wait()
    assert stood == list(range(step + 1))
    # PostgreSQL needs a moment to see that whoever held its locks is gone.
    write(engine, five[0].id, wait_ms=5_000)
    for table in (FrozenReport, ReportFile, UsedKey):
        assert session.scalars(sa.select(table)).all() == []
    assert consultant.send("/reports/2026-03/freeze").status_code == 302
    engine.dispose()
    assert len(session.scalars(sa.select(FrozenReport)).all()) == 1
    assert len(session.scalars(sa.select(ReportFile)).all()) == 4
    assert list(check_frozen_reports(session)) == []
