"""The page of jobs says what runs, what waits and what failed, and lets an administrator ask for one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.storage.current_jobs import jobs_of
from app.storage.jobs import JobOutcome
from models.clock import now
from tests.conftest import Browser
from tests.jobs.working import work_off
from tests.page_rules import parse

pytestmark = pytest.mark.only_on("sqlite")


def row(page: str, name: str) -> str:
    """Return the words of a job's row."""
    (found,) = [each.text for each in parse(page).all("tr") if each.text.strip().startswith(name)]
    return found


def test_a_job_is_asked_for_waits_is_at_work_and_is_done(app: Flask, administrator: Browser, session: Session) -> None:
    jobs = jobs_of(app)
    assert "står still" in administrator.get("/jobs").text
    assert "Inte gjort än" in row(administrator.get("/jobs").text, "Skicka brev")
    assert administrator.send("/jobs/letters").location == "/jobs"
    assert "Väntar" in row(administrator.get("/jobs").text, "Skicka brev")
    note = jobs.asked("letters")
    assert note is not None
    with jobs.runner.held():
        jobs.tell("letters", JobOutcome(note.asking, None, now(), None, 1))
        page = administrator.get("/jobs").text
        assert "Pågår" in row(page, "Skicka brev")
        assert "står still" not in page
    work_off(app)
    assert "Klar" in row(administrator.get("/jobs").text, "Skicka brev")
    jobs.tell("letters", replace(jobs.told("letters"), has_failed=True))
    assert "Misslyckades" in row(administrator.get("/jobs").text, "Skicka brev")


def test_a_consultant_reads_it_and_asks_for_nothing(consultant: Browser, app: Flask) -> None:
    jobs_of(app).ask("import 17")
    page = consultant.get("/jobs").text
    assert "/imports/17" in page
    assert "Gör nu" not in page
    assert consultant.send("/jobs/letters").status_code == 403


@pytest.mark.parametrize("name", ["import", "import 17", "nothing", "letters x"])
def test_what_has_no_times_cannot_be_asked_for_there(administrator: Browser, app: Flask, name: str) -> None:
    assert administrator.send(f"/jobs/{name}").status_code == 404
    assert jobs_of(app).wanted() == {}


def test_the_command_lists_them_and_fails_where_nobody_does_them(app: Flask) -> None:
    command = app.test_cli_runner()
    assert command.invoke(args=["jobs", "ask", "letters"]).exit_code == 0
    told = command.invoke(args=["jobs", "list"])
    assert told.exit_code == 1
    assert "letters        waiting" in told.output
    work_off(app)
    with jobs_of(app).runner.held():
        told = command.invoke(args=["jobs", "list"])
    assert told.exit_code == 0
    assert "letters        done" in told.output
