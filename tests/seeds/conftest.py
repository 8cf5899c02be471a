"""Databases in memory: an empty one, copies of a seeded one, and one seeded once for tests that only read it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import seeds
from models import Base


@contextmanager
def database(content: bytes | None = None) -> Iterator[Session]:
    """Open a database in memory, empty or with the content of another."""
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    sa.event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys = ON"))
    with Session(engine) as session:
        if content is None:
            Base.metadata.create_all(engine)
        else:
            _raw(session).deserialize(content)
        yield session
    engine.dispose()


def _raw(session: Session) -> sqlite3.Connection:
    raw = session.connection().connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _seeded_content(today: date, *, demo: bool) -> bytes:
    with database() as session:
        seeds.load(session, demo=demo, today=today)
        session.commit()
        return bytes(_raw(session).serialize())


@pytest.fixture(scope="session")
def today() -> date:
    """Give the day of the seeding."""
    return date(2026, 11, 21)


@pytest.fixture(scope="session")
def stocked_content(today: date) -> bytes:
    """Give the content of a database seeded without demo data."""
    return _seeded_content(today, demo=False)


@pytest.fixture(scope="session")
def filled_content(today: date) -> bytes:
    """Give the content of a database seeded with demo data."""
    return _seeded_content(today, demo=True)


@pytest.fixture
def blank() -> Iterator[Session]:
    """Give an empty database."""
    with database() as session:
        yield session


@pytest.fixture
def stocked(stocked_content: bytes) -> Iterator[Session]:
    """Give a database of one's own, seeded without demo data."""
    with database(stocked_content) as session:
        yield session


@pytest.fixture
def filled(filled_content: bytes) -> Iterator[Session]:
    """Give a database of one's own, seeded with demo data."""
    with database(filled_content) as session:
        yield session


@pytest.fixture(scope="session")
def seeded(filled_content: bytes) -> Iterator[Session]:
    """Give a database with everything in it, demo data too; only to be read."""
    with database(filled_content) as session:
        yield session
