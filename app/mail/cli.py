"""`flask outbox`: send what waits, and list it."""

from __future__ import annotations

from contextlib import ExitStack

import click
from flask import current_app
from flask.cli import AppGroup

from app.mail.outbox import Transport, list_letters, send_waiting
from app.mail.transports import FolderTransport, SmtpTransport
from app.storage.database import db_session
from config import ConfigurationError, Settings
from models.clock import local

outbox_commands = AppGroup("outbox", help="Send the letters that wait, or list them.")


@outbox_commands.command("send")
@click.option("--anyway", is_flag=True, help="Try failed letters at once, also those that have been given up.")
def send(anyway: bool) -> None:
    """Send the letters that are due: by SMTP_URL, or to the mail folder without it.

    Letters about demo data always go to the folder. May run as often as you like, also twice at once.
    """
    settings: Settings = current_app.extensions["brygga"]
    folder = FolderTransport(settings.mail_folder)
    with ExitStack() as stack:
        transport: Transport = folder
        if settings.smtp_url:
            try:
                transport = stack.enter_context(SmtpTransport(settings.smtp_url))
            except ConfigurationError as error:
                raise click.ClickException(str(error)) from error
        done = send_waiting(
            db_session(),
            transport,
            demo_transport=folder,
            sender=settings.mail_from,
            secret=settings.secret_key,
            anyway=anyway,
        )
    click.echo(f"{done.sent} sent, {done.failed} to be tried again, {done.given_up} given up.")
    if not settings.smtp_url and done.sent:
        click.echo(f"Without SMTP_URL they were written to {settings.mail_folder}.")


@outbox_commands.command("list")
@click.option("--all", "everything", is_flag=True, help="Also letters that have been sent.")
def show(everything: bool) -> None:
    """List letters: when, to whom, how it stands; never what they say."""
    letters = list_letters(db_session(), unsent_only=not everything)
    for letter in letters:
        if letter.sent_at:
            state = f"sent {local(letter.sent_at):%Y-%m-%d %H:%M}"
        elif letter.last_error:
            state = f"failed {letter.attempts} times: {letter.last_error}"
        else:
            state = "being sent" if letter.claimed_at else "waiting"
        click.echo(f"{letter.id}  {local(letter.created_at):%Y-%m-%d %H:%M}  {letter.to_address}  {state}")
    if not letters:
        click.echo("No letters." if everything else "No letters wait.")
