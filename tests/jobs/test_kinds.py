"""Every job with a time runs a command that there is, and does what it is for."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.imports import running
from app.jobs.doing import Runner
from app.jobs.kinds import KINDS
from app.mail.outbox import put_letter
from app.storage.current_jobs import jobs_of
from models.imports import ImportState
from models.organisations import Company
from models.programmes import FrozenReport
from tests import factories
from tests.conftest import Browser
from tests.imports.files import check, csv_file, press, standing, the_import
from tests.imports.files import words as words_of
from tests.jobs.working import work_off

TIMED = [name for name, kind in KINDS.items() if kind.when is not None]


def test_each_job_with_a_time_goes_through_on_an_empty_installation(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = jobs_of(app)
    for name in TIMED:
        jobs.ask(name)
    work_off(app)
    assert [name for name in TIMED if jobs.told(name).has_failed or jobs.told(name).ended_at is None] == []
    assert caplog.text == ""


@pytest.mark.only_on("sqlite")
def test_letters_that_wait_are_sent_and_a_month_that_is_due_is_frozen(app: Flask, session: Session) -> None:
    session.add(factories.programme(code="lund", starts_on=date(2020, 1, 1), ends_on=date(2099, 12, 31)))
    put_letter(session, match_id=None, to="a@b.example", subject="Hej", body="Hej.\n", domain="test.example")
    session.commit()
    for name in ("letters", "reports"):
        jobs_of(app).ask(name)
    work_off(app)
    folder: Path = app.extensions["brygga"].mail_folder
    assert len(list(folder.glob("*.eml"))) == 1
    assert session.scalars(sa.select(FrozenReport.month)).all() != []


def test_a_large_import_is_done_by_the_runner_and_taken_up_where_another_died_over_it(
    app: Flask, consultant: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "IMPORTED_AT_ONCE", 0)
    page = check(consultant, "companies", csv_file([["Namn"], ["Ett AB"], ["Två AB"]]))
    assert the_import(session).state is ImportState.CHECKING
    # Nobody is the runner, and the page says so; it is asked for again and again, and done once.
    assert "står still" in words_of(consultant.get(page).text)
    work_off(app)
    assert the_import(session).state is ImportState.CHECKED
    press(consultant, page, "start")
    before = standing(session)
    died = Runner(app, jobs_of(app))
    monkeypatch.setattr("app.imports.running.do_step", _die)
    (name,) = jobs_of(app).wanted()
    with pytest.raises(SystemExit):
        died.do(name)
    assert standing(session) == before
    monkeypatch.undo()
    work_off(app)
    assert the_import(session).state is ImportState.DONE
    assert sorted(session.scalars(sa.select(Company.name))) == ["Ett AB", "Två AB"]


def _die(*_args: object) -> None:
    raise SystemExit


def test_an_import_that_is_given_up_says_so_and_has_changed_nothing(
    app: Flask, consultant: Browser, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = check(consultant, "companies", csv_file([["Namn"], ["Ett AB"]]))
    monkeypatch.setattr(running, "IMPORTED_AT_ONCE", 0)
    press(consultant, page, "start")
    monkeypatch.setattr("app.imports.running.do_step", _die)
    (name,) = jobs_of(app).wanted()
    for _death in range(3):
        with pytest.raises(SystemExit):
            Runner(app, jobs_of(app)).do(name)
    work_off(app)
    assert the_import(session).state is ImportState.CHECKED
    assert "Det gick inte" in words_of(consultant.get(page).text)
    assert jobs_of(app).wanted() == {}
