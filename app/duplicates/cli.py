"""`flask duplicates find`: compare the records that have changed, before anybody has to wait for it."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.likeness.catching_up import catch_up
from app.storage.database import db_session

duplicate_commands = AppGroup("duplicates", help="Records that may be one and the same.")


@duplicate_commands.command("find")
def find() -> None:
    """Compare the companies and people that have changed; nothing where nothing has. May run as often as you like."""
    catch_up(db_session())
    db_session().commit()
    click.echo("Every company and person is compared.")
