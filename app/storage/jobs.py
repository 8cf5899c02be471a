"""What is to be done beside the answers: asked for here, done by the runner of jobs (`app/jobs`), one process in all.

A job is its name: a word for what is done, and behind it what it is done to. Asking leaves a note, which stays until
the job is done, and wakes the runner by a queue of huey's. The note is what counts: a wake-up that is lost, or that the
runner died over, is given again by whoever is the runner next. See docs/decisions/0055-jobs-are-notes-and-a-runner.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from huey import Huey, PostgresHuey, SqliteHuey
from huey.api import Task
from huey.serializer import SignedSerializer

from app.storage.private_files import FILE, make_private
from app.storage.runner_lock import RunnerLock
from app.storage.work_folder import WorkFolder
from models.clock import now

_NAME: Final = "brygga"
_DO: Final = "do"
_ASKED, _TOLD = "asked:", "told:"


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What is known of a job: since when, when it was begun and ended last, how often for one asking, how it went."""

    asking: str | None = None
    seen_at: datetime | None = None
    begun_at: datetime | None = None
    ended_at: datetime | None = None
    tries: int = 0
    has_failed: bool = False


@dataclass(frozen=True, slots=True)
class JobNote:
    """A note that a job is wanted: which asking it is, and since when."""

    asking: str
    at: datetime


class Jobs:
    """The notes of one installation and its queue, which lie with the database, and the lock of its runner."""

    def __init__(self, engine: sa.Engine, secret: str) -> None:
        """Open, or make, what lies beside an SQLite database or in a PostgreSQL one."""
        folder = None
        signed = SignedSerializer(secret)
        if engine.dialect.name == "postgresql":
            plain = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.huey: Huey = PostgresHuey(_NAME, results=False, serializer=signed, dsn=plain)
        else:
            database = Path(engine.url.database or "").resolve()
            folder = WorkFolder(database.parent, f"{database.name}-jobs")
            folder.path.mkdir(mode=0o700, exist_ok=True)
            queue = folder.path / "queue.sqlite3"
            queue.touch(mode=FILE)
            make_private(queue)
            self.huey = SqliteHuey(_NAME, results=False, serializer=signed, filename=str(queue))
        self.runner = RunnerLock(engine, folder)
        self.do: Callable[[str], None] | None = None
        self._task: type[Task] = self.huey.task(name=_DO)(self._work).task_class

    def ask(self, name: str) -> None:
        """Want a job to be done, once; asked for again before it has begun, it is still done once.

        Only a new note wakes: who asks again and again while nobody does jobs does not fill the queue.
        """
        if self.asked(name) is None or self.told(name).asking == self._asking(name):
            self.huey.put(_ASKED + name, {"asking": secrets.token_hex(8), "at": now()})
            self.wake(name)

    def wake(self, name: str) -> None:
        """Let the runner look at a job."""
        self.huey.enqueue(self._task((name,)))

    def asked(self, name: str) -> JobNote | None:
        """Return the note of a job that is wanted, or None."""
        note: JobNote | None = self._read(_ASKED + name, JobNote)
        return note

    def told(self, name: str) -> JobOutcome:
        """Return what is known of a job."""
        return self._read(_TOLD + name, JobOutcome) or JobOutcome()

    def tell(self, name: str, told: JobOutcome) -> None:
        """Write down what became of a job."""
        self.huey.put(_TOLD + name, asdict(told))

    def forget(self, name: str) -> None:
        """Know nothing of a job any more."""
        self.huey.delete(_TOLD + name)

    def settle(self, name: str, asking: str) -> None:
        """Take away the note of an asking; one that was written since stays."""
        if self._asking(name) == asking:
            self.huey.delete(_ASKED + name)

    def wanted(self) -> dict[str, JobNote]:
        """Return the notes of every job that is wanted, by name, the oldest first."""
        keys = [str(key) for key in self.huey.storage.result_items()]
        found = {key.removeprefix(_ASKED): self._read(key, JobNote) for key in keys if key.startswith(_ASKED)}
        notes = {name: note for name, note in found.items() if note is not None}
        return dict(sorted(notes.items(), key=lambda each: each[1].at))

    def _asking(self, name: str) -> str | None:
        note = self.asked(name)
        return note.asking if note else None

    def _read(self, key: str, kind: Callable[..., Any]) -> Any:
        try:
            kept = self.huey.get(key, peek=True)
        except ValueError:
            # Signed with another SECRET_KEY: what is wanted still is asked for anew, at its time or by its page.
            return None
        return None if kept is None else kind(**kept)

    def _work(self, name: str) -> None:
        if self.do is None:
            raise RuntimeError("Only the runner does jobs.")
        self.do(name)

    def close(self) -> None:
        """Let go of the queue; it is opened again when it is asked."""
        self.huey.storage.close()
