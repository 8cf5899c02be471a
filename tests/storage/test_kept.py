"""An answer is kept until a record changes, and nobody finds what another has not committed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.audit import note_event
from app.storage.database import BryggaSession
from app.storage.kept import kept
from models.organisations import Company
from tests import factories
from tests.conftest import engine_of


class Counting:
    """Counts companies, and how often it had to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, session: Session) -> int:
        return kept(session, ("companies of the test",), lambda: self._count(session))

    def _count(self, session: Session) -> int:
        self.times += 1
        return session.scalar(sa.select(sa.func.count(Company.id))) or 0


@pytest.fixture
def count(session: Session) -> Counting:
    """A count, with one company on record."""
    session.add(factories.company())
    session.commit()
    return Counting()


def test_an_answer_is_made_once_until_a_record_changes(session: Session, count: Counting) -> None:
    assert [count(session), count(session)] == [1, 1]
    note_event(session, "read", subject="company", subject_id=1)
    assert count(session) == 1
    assert count.times == 1
    session.add(factories.company())
    session.commit()
    assert [count(session), count(session)] == [2, 2]
    assert count.times == 2


def test_what_is_not_committed_is_found_by_nobody_else(app: Flask, session: Session, count: Counting) -> None:
    with BryggaSession(engine_of(app)) as writer:
        writer.add(factories.company())
        writer.flush()
        assert count(writer) == 2
        writer.rollback()
    assert count(session) == 1
    session.add(factories.company(name="Another"))
    session.commit()
    assert count(session) == 2
