"""`flask status`: whether everything is in place, and what the matching engine works with."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.database import alembic
from app.matchmaking import matchmaker


@click.command()
@with_appcontext
def status() -> None:
    """Say what the engine works with and what is missing; exit code 1 when something is."""
    if alembic.needs_upgrade():
        raise click.ClickException("The database lacks migrations. Run: flask db upgrade")
    state = matchmaker().state()
    setting = current_app.extensions["brygga"].encoder
    missing = []
    if state.problem:
        missing.append(f"The encoder {setting!r} cannot be used, so words and concepts alone rank: {state.problem}")
    if not state.concepts:
        missing.append("The vocabulary is empty. Run: flask seed")
    if not state.capabilities:
        missing.append("There are no capabilities to rank.")
    for name, value in (
        ("Migrations", "up to date"),
        ("Encoder", state.encoder or f"none (setting: {setting})"),
        ("Vocabulary", f"{state.concepts} concepts, version {state.vocabulary}"),
        ("Capabilities", state.capabilities),
        ("Vectors stored", state.vectors),
        ("Parameters", state.parameters),
        ("Catalogue revision", state.revision),
    ):
        click.echo(f"{name + ':':20} {value}")
    matchmaker().vectors.save()
    for sentence in missing:
        click.echo(f"Missing: {sentence}")
    if missing:
        raise SystemExit(1)
