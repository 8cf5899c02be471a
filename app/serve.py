"""`make run`: bring the database up to date, fill an empty one with demo data, and serve Brygga with gunicorn."""

from __future__ import annotations

import argparse
import logging
import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile

import click
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app import create_app
from app.demo.production_guard import require_no_demo_data
from app.matchmaking.cli import prepare_engine
from app.storage.database import alembic, db, db_session
from config import ConfigurationError, Settings, from_environment, not_writable
from models.accounts import User
from models.clock import today
from seeds.loader import demo_sign_ins, is_empty, load

HOST = "127.0.0.1"
HIGHEST_PORT = 65_535


def main() -> None:
    """Prepare and serve; every refusal is one clear sentence and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m app.serve", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--without-jobs", action="store_true", help="Do nothing beside the answers: send no letters.")
    asked = parser.parse_args()
    port, with_jobs = asked.port, not asked.without_jobs
    # Letters lead to where Brygga is served; the server's processes read the environment again.
    os.environ.setdefault("BASE_URL", f"http://{HOST}:{port}")
    try:
        settings = from_environment()
        _require_writable_folder(settings)
        _require_free_port(port)
        app = create_app(settings)
    except ConfigurationError as refusal:
        sys.exit(str(refusal))
    # Each step has a context of its own: a connection of the first one's would still hold SQLite's lock in the second.
    with app.app_context():
        _migrate()
    try:
        require_no_demo_data(app)
    except ConfigurationError as refusal:
        sys.exit(str(refusal))
    with app.app_context():
        _fill(settings)
    with app.app_context():
        db.engine.dispose()
    click.echo(f"\nBrygga is served on http://{HOST}:{port} – stop it with Ctrl+C.\n")
    if with_jobs:
        # What it prints of each job, as its command would, is nobody's to read; what failed goes to the log.
        jobs = [sys.executable, "-m", "app.runner", "--with-parent"]
        subprocess.Popen(jobs, stdout=subprocess.DEVNULL)  # noqa: S603 - our own interpreter
    # In a process that begins anew: in copies of one that has encoded texts, encoding waits for ever. How many workers
    # and threads: gunicorn.conf.py.
    server = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", "wsgi:app"]
    sys.stdout.flush()
    os.execv(sys.executable, server)  # noqa: S606 - our own interpreter


def _require_writable_folder(settings: Settings) -> None:
    url = sa.make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return
    folder = Path(url.database).resolve().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise ConfigurationError(not_writable(folder)) from error


def _require_free_port(port: int) -> None:
    if not 0 < port <= HIGHEST_PORT:
        raise ConfigurationError(f"{port} is not a port. Choose one between 1024 and {HIGHEST_PORT}.")
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        # As the server does, so that a port just left by another server counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise ConfigurationError(f"You may not use port {port}. Try: make run PORT=8001") from None
        except OSError:
            raise ConfigurationError(
                f"Port {port} is taken. Stop what uses it, or try: make run PORT={port + 1}"
            ) from None


def _migrate() -> None:
    try:
        # It tells of every step at length; one line is enough here.
        logging.getLogger("alembic").setLevel(logging.WARNING)
        if alembic.needs_upgrade():
            click.echo("Bringing the database up to date.")
            alembic.upgrade()
    except OperationalError as error:
        reason = str(error.orig).partition("\n")[0]
        sys.exit(f"The database cannot be opened ({reason}). Check DATABASE_URL, and that its server is running.")


def _fill(settings: Settings) -> None:
    session = db_session()
    if is_empty(session):
        load(session, demo=not settings.production, today=today(), progress=click.echo)
        session.commit()
        prepare_engine()
    if not settings.production and session.scalar(sa.select(sa.exists().where(User.is_demo))):
        click.echo("\nDemo sign-ins:")
        for sign_in in demo_sign_ins():
            click.echo(f"  {sign_in.role:14} {sign_in.email:24} {sign_in.password}")
        if not settings.smtp_url:
            click.echo(f"\nNo letters leave; they are written as files in {settings.mail_folder}.")
    session.close()


if __name__ == "__main__":
    main()
