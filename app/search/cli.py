"""`flask search`: make the search index anew."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.storage.database import db, short_transaction
from app.storage.search_index import keeping

search_commands = AppGroup("search", help="The index of what can be searched.")


@search_commands.command("rebuild")
def rebuild() -> None:
    """Make the search index anew from the records; needed only when its tables were changed by hand."""
    with short_transaction(db.engine, reads=False) as connection:
        count = keeping.rebuild(connection)
    click.echo(f"{count} records are in the index of the search.")
