"""The command line: the database, seeds and users; other rooms add their own commands."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_alembic.cli import cli as db_commands

from app.accounts.queries import find_user_by_email
from app.accounts.use_cases import end_all_sessions
from app.audit_cli import audit_commands
from app.database import db_session
from app.mail.cli import outbox_commands
from app.matchmaking.cli import encode, status
from app.needs.cli import match_command
from app.reports.cli import report
from models.accounts import Role, User
from models.clock import today
from models.passwords import hash_password, is_acceptable
from seeds.loader import load

user_commands = AppGroup("user", help="Open, close and re-key accounts.")


def init_cli(app: Flask) -> None:
    """Add every command to `flask`."""
    for group in (db_commands, user_commands, outbox_commands, audit_commands):
        app.cli.add_command(group)
    app.cli.add_command(seed)
    for command in (report, match_command, encode, status):
        app.cli.add_command(command)


@click.command()
@click.option("--demo", is_flag=True, help="Load the demo companies, needs, matches and sign-ins too.")
def seed(demo: bool) -> None:
    """Load vocabulary, infrastructures and programmes; what is there already is left as it is."""
    if demo and current_app.extensions["brygga"].production:
        raise click.ClickException("Demo data and its sign-ins are never loaded in production.")
    added = load(db_session(), demo=demo, today=today(), progress=click.echo)
    db_session().commit()
    click.echo(str(added))


def _password(value: str | None) -> str:
    password = value or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if not is_acceptable(password):
        raise click.ClickException("Choose a password of at least 12 characters that is not easy to guess.")
    return str(password)


def _user(email: str) -> User:
    user = find_user_by_email(db_session(), email)
    if user is None:
        raise click.ClickException(f"There is no account with the address {email}.")
    return user


@user_commands.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--password", help="Asked for when left out, which keeps it out of the shell's history.")
def add_user(email: str, name: str, role: str, password: str | None) -> None:
    """Open an account."""
    if find_user_by_email(db_session(), email) is not None:
        raise click.ClickException(f"There is already an account with the address {email}.")
    user = User(email=email.strip().casefold(), name=name, role=Role(role))
    user.password_hash = hash_password(_password(password))
    db_session().add(user)
    db_session().commit()
    click.echo(f"{user.email} can sign in as {role}.")


@user_commands.command("disable")
@click.argument("email")
def disable_user(email: str) -> None:
    """Close an account and end all its sessions."""
    user = _user(email)
    user.is_active = False
    end_all_sessions(db_session(), user)
    db_session().commit()
    click.echo(f"{user.email} can no longer sign in.")


@user_commands.command("password")
@click.argument("email")
@click.option("--password", help="Asked for when left out, which keeps it out of the shell's history.")
def change_password(email: str, password: str | None) -> None:
    """Set a new password and end all sessions of the account."""
    user = _user(email)
    user.password_hash = hash_password(_password(password))
    end_all_sessions(db_session(), user)
    db_session().commit()
    click.echo(f"{user.email} has a new password and is signed out everywhere.")
