"""`python -m app.runner`: the runner of jobs, kept running beside the server of `make run`, or as a service of its own.

Where another is the runner already, this one waits until that has ended.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Final

from flask import Flask
from huey import crontab

from app import create_app
from app.demo.production_guard import require_no_demo_data
from app.jobs.doing import Runner
from app.storage.current_jobs import jobs_of
from app.storage.database import db
from app.storage.jobs import Jobs
from config import ConfigurationError

_SECOND: Final = 1.0
# A long job keeps no letter from being sent.
_AT_ONCE: Final = 3


def main() -> None:
    """Keep a runner running until this process is told to end."""
    parser = argparse.ArgumentParser(prog="python -m app.runner", description=__doc__)
    parser.add_argument("--with-parent", action="store_true", help="End when the process that started it does.")
    with_parent: bool = parser.parse_args().with_parent
    started_by = os.getppid()
    # An ordinary end, Ctrl+C as well, takes the process that works along and says nothing.
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_signal: sys.exit())
    try:
        app = create_app()
        require_no_demo_data(app)
    except ConfigurationError as refusal:
        sys.exit(str(refusal))
    with app.app_context():
        # The process that works is a copy, which must not share connections.
        db.engine.dispose()
    while True:
        # By itself the system's own way of copying keeps what both have read once.
        copy = multiprocessing.get_context("fork").Process(target=_run, args=(app, os.getpid()), daemon=True)
        copy.start()
        while copy.is_alive():
            copy.join(_SECOND)
            if with_parent and os.getppid() != started_by:
                copy.terminate()
                return
        time.sleep(_SECOND)


def _run(app: Flask, keeper: int) -> None:
    """Wait until nobody is the runner, and be it until told to end, or until the keeper has ended."""
    threading.Thread(target=_end_with, args=(keeper,), name="brygga-keeper", daemon=True).start()
    with app.app_context():
        jobs = jobs_of(app)
    while True:
        with jobs.runner.held() as is_still:
            if is_still is not None:
                _consume(app, jobs, is_still)
                return
        time.sleep(_SECOND)


def _consume(app: Flask, jobs: Jobs, is_still: Callable[[], bool]) -> None:
    runner = Runner(app, jobs)
    jobs.do = runner.do

    def look() -> None:
        if is_still():
            runner.look()
        else:
            _end()

    jobs.huey.periodic_task(crontab(), name="look")(look)
    consumer = jobs.huey.create_consumer(workers=_AT_ONCE, max_delay=_SECOND, check_worker_health=True)
    consumer.run()


def _end_with(keeper: int) -> None:
    while os.getppid() == keeper:
        time.sleep(_SECOND)
    _end()


def _end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
