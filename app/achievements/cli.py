"""`flask participants forget`: remove those who came to events once their day has passed."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.achievements.participant_use_cases import forget_participants
from app.storage.database import db_session
from models.clock import today

participant_commands = AppGroup("participants", help="Lists of those who came to events.")


@participant_commands.command("forget")
def forget() -> None:
    """Remove the participants whose day has passed; how many came stays. Run it once a day."""
    count = forget_participants(db_session(), today=today())
    db_session().commit()
    click.echo(f"{count} lists of participants were emptied.")
