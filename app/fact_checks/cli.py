"""`flask facts ask`: letters to the units whose facts grow old."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from app.addresses import host_of
from app.fact_checks.use_cases import ask_all_due
from app.storage.database import db_session
from config import Settings

fact_commands = AppGroup("facts", help="Ask units whether their facts are still right.")


@fact_commands.command("ask")
@with_appcontext
def ask_command() -> None:
    """Put a letter in the outbox of each unit that last confirmed its facts five months ago; never two for one time.

    May run as often as you like, also twice at once. `flask outbox send` sends them.
    """
    settings: Settings = current_app.extensions["brygga"]
    domain = host_of(settings.base_url) or "localhost"
    written, unreachable = ask_all_due(db_session(), settings=settings, domain=domain)
    click.echo(f"{written} units are asked.")
    for name in unreachable:
        click.echo(f"No address to write to: {name}")
