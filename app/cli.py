"""The command line: the database and seeds; every other room adds its own commands."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask_alembic.cli import cli as db_commands

from app.accounts.cli import user_commands
from app.achievements.cli import participant_commands
from app.audit_cli import audit_commands
from app.backup.cli import backup, restore
from app.bin.cli import bin_commands
from app.demo.cli import demo_commands
from app.duplicates.cli import duplicate_commands
from app.fact_checks.cli import fact_commands
from app.files.cli import file_commands, folder_of_app
from app.files.demo import add_demo_files
from app.hand_ins.cli import hand_in_commands
from app.home.cli import digest_command
from app.jobs.cli import job_commands
from app.likeness.catching_up import catch_up
from app.mail.cli import outbox_commands
from app.matchmaking.cli import encode, status
from app.needs.cli import match_command, notices_command
from app.reports.cli import report
from app.search.cli import search_commands
from app.storage.database import db_session
from app.storage.search_index.keeping import bring_up_to_date
from models.clock import today
from seeds.loader import load


def init_cli(app: Flask) -> None:
    """Add every command to `flask`."""
    groups = (db_commands, user_commands, outbox_commands, audit_commands, demo_commands, search_commands, job_commands)
    groups_of_rooms = (file_commands, hand_in_commands, fact_commands, duplicate_commands, bin_commands)
    for group in (*groups, participant_commands, *groups_of_rooms):
        app.cli.add_command(group)
    app.cli.add_command(seed)
    for command in (report, match_command, notices_command, digest_command, encode, status, backup, restore):
        app.cli.add_command(command)


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo companies, needs, matches and sign-ins too.")
def seed(demo: bool) -> None:
    """Load vocabulary, infrastructures and programmes, and refresh their texts where nobody has edited them."""
    if demo and current_app.extensions["brygga"].production:
        raise click.ClickException("Demo data and its sign-ins are never loaded in production.")
    added = load(db_session(), demo=demo, today=today(), progress=click.echo)
    if demo:
        add_demo_files(db_session(), folder_of_app())
    # After an upgrade nothing may have been added, and everything still be missing from the index.
    bring_up_to_date(db_session().connection())
    db_session().commit()
    # So is what is compared for doubles: else the first who opens a list would wait for it.
    catch_up(db_session())
    click.echo(str(added))
