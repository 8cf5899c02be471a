"""A job is done once for each time that it is wanted, also where the process dies over it, and no time is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from app.jobs import kinds
from app.jobs.doing import TRIED_AGAIN_AFTER, TRIES, Runner
from app.jobs.kinds import KINDS, JobKind
from app.storage.current_jobs import jobs_of
from app.storage.jobs import JobOutcome, Jobs
from models import clock
from tests.conftest import engine_of

SetClock = Callable[[datetime], None]


@dataclass
class Deed:
    """What a job does in these tests: note whom it was done to, and what then happens."""

    done_to: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    then: Callable[[str], None] = print

    def do(self, thing: str) -> None:
        self.done_to.append(thing)
        self.then(thing)


@pytest.fixture
def deed(monkeypatch: pytest.MonkeyPatch) -> Deed:
    """A kind of job that is asked for by `try THING`."""
    deed = Deed()
    kind = JobKind("Try", do=deed.do, give_up=deed.given_up.append)
    monkeypatch.setattr(kinds, "KINDS", {**KINDS, "try": kind})
    return deed


@pytest.fixture
def jobs(app: Flask) -> Jobs:
    """The jobs of an empty installation."""
    return jobs_of(app)


def drain(jobs: Jobs, runner: Runner) -> int:
    """Let the runner have what it was woken for, and return how often it was."""
    woken = 0
    jobs.do = runner.do
    while (task := jobs.huey.dequeue()) is not None:
        woken += 1
        jobs.huey.execute(task)
    return woken


def fail(_thing: str) -> None:
    raise ValueError("it does not work")


def test_what_is_asked_for_twice_is_done_once_and_asked_for_again_once_more(app: Flask, jobs: Jobs, deed: Deed) -> None:
    runner = Runner(app, jobs)
    for thing in ("a", "a", "b"):
        jobs.ask(f"try {thing}")
    assert sorted(jobs.wanted()) == ["try a", "try b"]
    # Who asks again while nobody does jobs does not fill the queue.
    assert drain(jobs, runner) == 2
    assert deed.done_to == ["a", "b"]
    assert jobs.wanted() == {}
    jobs.ask("try a")
    drain(jobs, runner)
    assert deed.done_to == ["a", "b", "a"]


def test_what_is_asked_for_while_it_is_done_is_done_anew_and_never_twice_at_once(
    app: Flask, jobs: Jobs, deed: Deed
) -> None:
    runner = Runner(app, jobs)

    def ask_again(thing: str) -> None:
        if len(deed.done_to) == 1:
            jobs.ask(f"try {thing}")
            # Another thread is woken meanwhile, and leaves it to who is at it.
            runner.do(f"try {thing}")
            assert len(deed.done_to) == 1

    deed.then = ask_again
    jobs.ask("try a")
    drain(jobs, runner)
    assert deed.done_to == ["a", "a"]
    assert jobs.wanted() == {}


def test_a_job_over_which_the_process_died_is_taken_up_by_the_next_and_given_up_in_the_end(
    app: Flask, jobs: Jobs, deed: Deed
) -> None:
    def die(_thing: str) -> None:
        # As a killed process: nothing is written down, and what the queue held is lost.
        raise SystemExit

    deed.then = die
    jobs.ask("try a")
    for death in range(1, TRIES + 1):
        runner = Runner(app, jobs)
        runner.look()
        with pytest.raises(SystemExit):
            drain(jobs, runner)
        jobs.huey.storage.flush_queue()
        assert len(deed.done_to) == death
        assert "try a" in jobs.wanted()
    runner = Runner(app, jobs)
    runner.look()
    drain(jobs, runner)
    assert (len(deed.done_to), deed.given_up) == (TRIES, ["a"])
    assert jobs.wanted() == {}


def test_a_job_that_fails_is_tried_again_later_and_three_times_at_most(
    app: Flask, jobs: Jobs, deed: Deed, set_clock: SetClock, caplog: pytest.LogCaptureFixture
) -> None:
    deed.then = fail
    at = datetime(2026, 11, 2, 12, tzinfo=UTC)
    runner = Runner(app, jobs)
    set_clock(at)
    jobs.ask("try a")
    for tries in range(1, TRIES + 1):
        runner.look()
        drain(jobs, runner)
        assert len(deed.done_to) == tries
        # Too early: it is left alone.
        runner.look()
        assert drain(jobs, runner) == 0
        at += TRIED_AGAIN_AFTER
        set_clock(at)
    runner.look()
    drain(jobs, runner)
    assert len(deed.done_to) == TRIES
    assert jobs.wanted() == {}
    assert caplog.text.count("The job “try a” failed") == TRIES


@pytest.mark.only_on("sqlite")
def test_a_name_that_means_no_job_any_more_ends_by_itself(
    app: Flask, jobs: Jobs, caplog: pytest.LogCaptureFixture, set_clock: SetClock
) -> None:
    runner, at = Runner(app, jobs), datetime(2026, 11, 2, 12, tzinfo=UTC)
    jobs.ask("gone 1")
    for _try in range(TRIES):
        set_clock(at)
        runner.do("gone 1")
        at += TRIED_AGAIN_AFTER
    assert jobs.wanted() == {}
    assert "gone 1" in caplog.text


def local(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=clock.TIME_ZONE)


@pytest.mark.only_on("sqlite")
def test_a_time_that_passed_while_nobody_was_there_is_caught_up_with_once(
    app: Flask, jobs: Jobs, set_clock: SetClock
) -> None:
    # A new installation waits for the next time of each.
    set_clock(local(2026, 11, 2, 12, 0))
    Runner(app, jobs).look()
    assert jobs.wanted() == {}
    set_clock(local(2026, 11, 3, 6, 59))
    Runner(app, jobs).look()
    assert "reports" not in jobs.wanted()
    assert {"letters", "audit", "digest"} <= set(jobs.wanted())
    # The runner was away from Tuesday to Thursday.
    set_clock(local(2026, 11, 5, 9, 30))
    runner = Runner(app, jobs)
    runner.look()
    assert "reports" in jobs.wanted()
    assert "facts" not in jobs.wanted()
    for name in jobs.wanted():
        jobs.tell(name, JobOutcome("done", None, clock.now(), clock.now(), 1))
        jobs.huey.delete(f"asked:{name}")
    runner.look()
    assert jobs.wanted() == {}


@pytest.mark.parametrize(
    ("name", "after", "comes"),
    [
        # The clocks go forward at 02:00 on 29 March and back at 03:00 on 25 October.
        ("audit", local(2026, 3, 28, 12, 0), local(2026, 3, 29, 3, 40)),
        ("audit", local(2026, 10, 24, 12, 0), local(2026, 10, 25, 3, 40)),
        ("reports", local(2026, 3, 28, 7, 0), local(2026, 3, 29, 7, 0)),
        ("facts", local(2026, 11, 2, 7, 10), local(2026, 11, 9, 7, 10)),
        ("digest", local(2026, 11, 6, 6, 40), local(2026, 11, 9, 6, 40)),
        ("letters", local(2026, 11, 6, 6, 40) + timedelta(seconds=1), local(2026, 11, 6, 6, 41)),
    ],
)
def test_times_are_those_of_the_clocks_in_stockholm(name: str, after: datetime, comes: datetime) -> None:
    assert KINDS[name].next_time(after.astimezone(UTC)) == comes


def test_nobody_is_the_runner_while_another_is(app: Flask, jobs: Jobs) -> None:
    seen = [jobs.runner.is_held]
    with jobs.runner.held() as is_still:
        assert is_still is not None
        assert is_still()
        seen.append(jobs.runner.is_held)
        other = Jobs(engine_of(app), app.extensions["brygga"].secret_key)
        with other.runner.held() as refused:
            assert refused is None
        other.close()
    assert [*seen, jobs.runner.is_held] == [False, True, False]


@pytest.mark.only_on("sqlite")
def test_what_was_written_with_another_key_is_read_as_nothing(app: Flask, jobs: Jobs) -> None:
    jobs.ask("letters")
    jobs.tell("letters", replace(jobs.told("letters"), tries=2))
    other = Jobs(engine_of(app), "another-" + "9876543210abcdef" * 2)
    assert other.wanted() == {}
    assert other.told("letters") == JobOutcome()
    other.ask("letters")
    assert list(other.wanted()) == ["letters"]
    other.close()
