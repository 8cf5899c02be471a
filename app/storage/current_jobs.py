"""The jobs of the application at work: asking for one, and whether anybody does any."""

from __future__ import annotations

import threading

from flask import Flask, current_app

from app.storage.database import engine_of
from app.storage.jobs import Jobs

_MAKING = threading.Lock()


def init_jobs(app: Flask) -> None:
    """Let whoever only asks hold no connection of the queue's longer than for a request or a command."""
    app.teardown_appcontext(_close)


def _close(_error: BaseException | None) -> None:
    jobs: Jobs | None = current_app.extensions.get("brygga_jobs")
    if jobs is not None and jobs.do is None:
        jobs.close()


def jobs_of(app: Flask) -> Jobs:
    """Return an application's jobs; opened by the first who asks, since copies of a process share no connections."""
    with _MAKING:
        if "brygga_jobs" not in app.extensions:
            app.extensions["brygga_jobs"] = Jobs(engine_of(app), app.extensions["brygga"].secret_key)
    jobs: Jobs = app.extensions["brygga_jobs"]
    return jobs


def current_jobs() -> Jobs:
    """Return the jobs of the application at work."""
    return jobs_of(current_app._get_current_object())  # type: ignore[attr-defined]  # a proxy of werkzeug's


def ask_for(name: str) -> None:
    """Want a job of this application to be done; the session holds nothing that it needs and that is not committed."""
    current_jobs().ask(name)


def see_to(name: str) -> None:
    """Want a job of this application to be done, unless it is wanted or being done already."""
    if current_jobs().asked(name) is None:
        ask_for(name)


def any_wanted(beginning: str) -> bool:
    """Tell whether a job is wanted whose name begins so."""
    return any(name.startswith(beginning) for name in current_jobs().wanted())


def is_standing_still() -> bool:
    """Tell whether nobody does jobs."""
    return not current_jobs().runner.is_held
