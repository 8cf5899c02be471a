"""How each job stands, as the page and the command tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.jobs.kinds import KINDS, JobKind, kind_of
from app.storage.jobs import JobNote, JobOutcome, Jobs
from models.clock import now


class JobState(StrEnum):
    """How a job stands."""

    NEW = "new"
    WAITING = "waiting"
    AT_WORK = "at_work"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobNow:
    """A job, what is known of it, and when it comes next, where it has times."""

    name: str
    kind: JobKind
    state: JobState
    told: JobOutcome
    asked: JobNote | None
    next_at: datetime | None

    @property
    def things(self) -> list[str]:
        """Return what it is done to, as its name says."""
        return self.name.split()[1:]


def list_jobs(jobs: Jobs) -> list[JobNow]:
    """Return what is wanted of what has no times, the oldest first, and then every job that has."""
    wanted, has_runner = jobs.wanted(), jobs.runner.is_held
    names = [name for name in wanted if name not in KINDS and name.split()[0] in KINDS]
    names += [name for name, kind in KINDS.items() if kind.when is not None]
    return [_job(jobs, name, wanted.get(name), has_runner=has_runner) for name in names]


def _job(jobs: Jobs, name: str, asked: JobNote | None, *, has_runner: bool) -> JobNow:
    kind, told = kind_of(name)[0], jobs.told(name)
    return JobNow(name, kind, _state(told, asked, has_runner=has_runner), told, asked, kind.next_time(now()))


def _state(told: JobOutcome, asked: JobNote | None, *, has_runner: bool) -> JobState:
    if asked is not None and told.asking == asked.asking and told.ended_at is None and has_runner:
        return JobState.AT_WORK
    if asked is not None:
        return JobState.WAITING
    if told.has_failed:
        return JobState.FAILED
    return JobState.NEW if told.ended_at is None else JobState.DONE
