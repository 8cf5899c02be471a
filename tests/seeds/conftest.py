"""Databases in memory: an empty one, and one seeded once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

import seeds
from models import Base


def _blank_session() -> Iterator[Session]:
    engine = sa.create_engine("sqlite://")
    sa.event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys = ON"))
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def today() -> date:
    """Give the day of the seeding."""
    return date(2026, 11, 21)


@pytest.fixture
def blank() -> Iterator[Session]:
    """Give an empty database."""
    yield from _blank_session()


@pytest.fixture(scope="session")
def seeded(today: date) -> Iterator[Session]:
    """Give a database with everything in it, demo data too; only to be read."""
    for session in _blank_session():
        seeds.load(session, demo=True, today=today)
        session.commit()
        yield session
        session.rollback()
