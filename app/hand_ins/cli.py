"""`flask hand-ins forget`: what nobody confirmed, or was withdrawn or declined, is removed when its days are over."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.hand_ins.forgetting import forget_hand_ins
from app.storage.database import db_session

hand_in_commands = AppGroup("hand-ins", help="Needs that companies have handed in themselves.")


@hand_in_commands.command("forget")
def forget() -> None:
    """Remove what nobody confirmed, what was withdrawn, and what was declined long ago. Run it once a day."""
    done = forget_hand_ins(db_session())
    db_session().commit()
    told = f"{done.unconfirmed} unconfirmed, {done.withdrawn} withdrawn and {done.declined} declined needs"
    click.echo(f"{told} were removed.")
