"""`flask digest`: the daily letters, put in the outbox."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.addresses import host_of
from app.home.digest import Digest, off_token, put_digests
from app.home.digest_letter import write_digest
from app.mail.letters import NewLetter
from app.storage.database import db_session
from config import Settings


@click.command("digest")
@with_appcontext
def digest_command() -> None:
    """Put today's letter in the outbox of everybody who has asked for one and has anything to be told.

    May run as often as you like, also twice at once: nobody gets two on the same day. `flask outbox send` sends them.
    """
    settings: Settings = current_app.extensions["brygga"]

    def write(digest: Digest) -> NewLetter:
        off_url = f"{settings.base_url}/letter/off/{off_token(digest.user, settings.secret_key)}"
        return write_digest(digest, base_url=settings.base_url, off_url=off_url)

    written = put_digests(db_session(), write, domain=host_of(settings.base_url) or "localhost")
    click.echo(f"{written} daily letters put in the outbox.")
