"""Freezes a report in a process of its own, which stops before each step until it is told to go on.

`python -m tests.faults.freezing ADDRESS FOLDER EMAIL`, as the page does it or, without an address of e-mail, as the
command does. It says each step on a line, and waits for one.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.reports import freeze_cli
from app.storage.database import db_session
from app.storage.work_folder import WorkFolder
from models.accounts import User
from tests.conftest import make_app, sign_in


def say(line: str) -> None:
    """Write a line where the test reads, wherever else what is written goes."""
    os.write(1, f"{line}\n".encode())


def stop(*step: object) -> None:
    """Say which step is next, and wait."""
    say(f"step {step[-2]}")
    os.read(0, 1)


def by_page(app: Flask, email: str, month: str) -> None:
    """Freeze a month as a consultant does on its page."""
    WorkFolder.tell = stop  # type: ignore[assignment, method-assign]
    with app.app_context():
        user = db_session().scalars(select(User).where(User.email == email)).one()
    answer = sign_in(app, user).send(f"/reports/{month}/freeze", {"once": "a" * 32})
    say(f"answered {answer.status_code}")


def by_command(app: Flask, month: str) -> None:
    """Freeze a month as `flask report` does."""
    freeze_cli._say = stop  # type: ignore[assignment]
    done = app.test_cli_runner().invoke(args=["report", month, "--freeze", "--format", "json"])
    say(f"answered {done.exit_code}")


def main() -> None:
    """Freeze what the command line names."""
    url, folder, month, email = sys.argv[1:]
    app = make_app(url, import_folder=Path(folder))
    by_page(app, email, month) if email else by_command(app, month)


if __name__ == "__main__":
    main()
