"""Doing jobs in a test's own process, as the runner does."""

from __future__ import annotations

from flask import Flask

from app.jobs.doing import Runner
from app.storage.current_jobs import jobs_of


def work_off(app: Flask) -> None:
    """Do every job that is wanted, once, and as its runner."""
    jobs = jobs_of(app)
    with jobs.runner.held() as is_still:
        assert is_still is not None
        runner = Runner(app, jobs)
        for name in jobs.wanted():
            runner.do(name)
