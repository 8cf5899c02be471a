"""An answer is kept until a record changes, and nobody finds what another has not committed."""

from __future__ import annotations

from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.audit import note_event
from app.storage.database import BryggaSession, db_session
from app.storage.kept_answers import kept
from models.organisations import Company
from models.vocabulary import Concept
from tests import factories
from tests.conftest import Browser, engine_of
from tests.faults.threads import at_once


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


def test_many_who_ask_at_once_wait_for_the_one_who_is_making_the_answer(app: Flask, session: Session) -> None:
    session.add(factories.company())
    session.commit()
    met, made = Barrier(2), []

    def make() -> int:
        made.append(1)
        # Passed at once by two who are making the answer at the same time.
        with suppress(BrokenBarrierError):
            met.wait(timeout=0.3)
        return len(made)

    def ask() -> int:
        with BryggaSession(engine_of(app)) as own:
            return kept(own, ("asked at once",), make)

    assert at_once([ask] * 4) == [1] * 4


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


def test_what_commands_change_in_bulk_is_counted_anew_by_a_worker_that_runs(
    app: Flask, session: Session, consultant: Browser
) -> None:
    company = factories.company(name="Bara ett exempel", is_demo=True)
    session.add(company)
    session.commit()
    before = consultant.get("/companies").get_data(as_text=True)
    assert "Bara ett exempel" in before
    assert 'class="count">1<' in before
    done = app.test_cli_runner().invoke(args=["demo", "remove"])
    assert done.exit_code == 0, done.output
    after = consultant.get("/companies").get_data(as_text=True)
    assert "Bara ett exempel" not in after
    assert 'class="count">1<' not in after


@pytest.mark.only_on("sqlite")
def test_what_is_refreshed_from_the_files_is_counted_anew(app: Flask, session: Session, count: Counting) -> None:
    _seed(app)
    count(session)
    session.execute(sa.update(Concept).where(Concept.key == "biobanking").values(label_sv="Så hette det förr"))
    session.commit()
    made = count.times
    assert _seed(app).rstrip().endswith("Brought up to date 1 concepts.")
    count(session)
    assert count.times == made + 1


def _seed(app: Flask) -> str:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["seed"])
        db_session().close()
    assert done.exit_code == 0, done.output
    return done.output
