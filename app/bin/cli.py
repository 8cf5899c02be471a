"""`flask bin empty`: what was thrown away goes for good when its days are over."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.bin.emptying import empty_bin
from app.storage.database import db_session

bin_commands = AppGroup("bin", help="What was thrown away.")


@bin_commands.command("empty")
def empty() -> None:
    """Remove for good what was thrown away more than 30 days ago. Run it once a day."""
    count = empty_bin(db_session())
    db_session().commit()
    click.echo(f"{count} things that were thrown away have gone for good.")
