"""The runner does what is wanted, each job once at a time, and wants what has a time when that comes.

A job is wanted until it is done. One that failed is tried again a little later, and one over which the process died is
taken up by the next runner; after three times it is given up, and the page of jobs says so.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Final

from flask import Flask
from flask.cli import ScriptInfo

from app.jobs.kinds import KINDS, JobKind, kind_of
from app.storage.jobs import JobNote, JobOutcome, Jobs
from models.clock import now

log = logging.getLogger(__name__)
TRIES: Final = 3
TRIED_AGAIN_AFTER: Final = timedelta(minutes=10)


class Runner:
    """What the one process that is the runner does with the notes."""

    def __init__(self, app: Flask, jobs: Jobs) -> None:
        """Know an application and its jobs."""
        self._app, self._jobs = app, jobs
        self._at_work: set[str] = set()
        self._choosing = threading.Lock()

    def look(self) -> None:
        """Want each job whose time has come, and wake what is wanted and not being done; once a minute."""
        for name, kind in KINDS.items():
            if kind.when is not None:
                self._want_when_due(name, kind)
        for name in self._jobs.wanted():
            if name not in self._at_work and self._wanted_now(name) is not None:
                self._jobs.wake(name)

    def do(self, name: str) -> None:
        """Do a job as often as it is wanted; nothing where it is being done already."""
        with self._choosing:
            if name in self._at_work:
                return
            self._at_work.add(name)
        try:
            while (note := self._wanted_now(name)) is not None:
                self._try(name, note)
        finally:
            self._at_work.discard(name)
        if self._wanted_now(name) is not None:
            # Asked for just while it was let go of.
            self._jobs.wake(name)

    def _want_when_due(self, name: str, kind: JobKind) -> None:
        """Want a job where one of its times has passed since it was begun, be it while nobody was the runner."""
        told = self._jobs.told(name)
        since = told.begun_at or told.seen_at
        if since is None:
            # What has never been done waits for its time to come.
            self._jobs.tell(name, replace(told, seen_at=now()))
        elif self._jobs.asked(name) is None and kind.first_time(since, now()) is not None:
            self._jobs.ask(name)

    def _wanted_now(self, name: str) -> JobNote | None:
        """Return the note of a job, unless it has just failed."""
        note, told = self._jobs.asked(name), self._jobs.told(name)
        if note is None:
            return None
        if told.asking == note.asking and told.has_failed and told.ended_at is not None:
            return note if told.ended_at + TRIED_AGAIN_AFTER <= now() else None
        return note

    def _try(self, name: str, note: JobNote) -> None:
        """Do a job once and write down how it went; its note goes where that was the end of it."""
        before = self._jobs.told(name)
        tries = before.tries + 1 if before.asking == note.asking else 1
        told = JobOutcome(note.asking, before.seen_at, now(), None, tries)
        self._jobs.tell(name, told)
        try:
            with self._app.app_context():
                if tries > TRIES:
                    # Whoever began it so often could not even say that it failed.
                    self._give_up(name)
                else:
                    self._work(name)
        except Exception:
            log.exception("The job “%s” failed", name)
            has_failed = True
        else:
            has_failed = tries > TRIES
        self._jobs.tell(name, replace(told, ended_at=now(), has_failed=has_failed))
        if not has_failed or tries >= TRIES:
            self._jobs.settle(name, note.asking)
            if name not in KINDS:
                # What is done to one thing is told by the page of that thing.
                self._jobs.forget(name)

    def _work(self, name: str) -> None:
        kind, things = kind_of(name)
        if kind.do is not None:
            kind.do(*things)
            return
        info = ScriptInfo(create_app=lambda: self._app)
        self._app.cli.main(args=kind.command.split(), prog_name="flask", obj=info, standalone_mode=False)

    @staticmethod
    def _give_up(name: str) -> None:
        kind, things = kind_of(name)
        log.error("The job “%s” is given up: the process that did it ended %s times", name, TRIES)
        if kind.give_up is not None:
            kind.give_up(*things)
