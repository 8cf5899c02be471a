"""`flask user`: open, close, unlock and re-key accounts."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.accounts.busy_pages import post
from app.accounts.password_hashing import made_hash
from app.accounts.queries import find_user_by_email
from app.accounts.throttle import unlock
from app.accounts.use_cases import close_account, invite, set_password
from app.email_addresses import AddressError, read_email
from app.storage.account_trail import note
from app.storage.database import db_session
from models.accounts import Role, User
from models.errors import DomainError, LastAdministratorError
from models.passwords import MIN_LENGTH, is_acceptable

user_commands = AppGroup("user", help="Open, close, unlock and re-key accounts.")


def _password_hash(value: str | None) -> str:
    # Whoever is asked takes their time; the database is let go of meanwhile.
    db_session().rollback()
    password = value or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if not is_acceptable(password):
        raise click.ClickException(f"Choose a password of at least {MIN_LENGTH} characters that is not easy to guess.")
    return made_hash(db_session(), str(password))


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
@click.option("--invite", "by_letter", is_flag=True, help="Ask for no password: a letter lets the person choose one.")
def add_user(email: str, name: str, role: str, password: str | None, by_letter: bool) -> None:
    """Open an account."""
    try:
        email = read_email(email).casefold()
    except AddressError:
        raise click.ClickException(f"No letter can be sent to {email}, so it is no account's address.") from None
    if find_user_by_email(db_session(), email) is not None:
        raise click.ClickException(f"There is already an account with the address {email}.")
    password_hash = None if by_letter else _password_hash(password)
    user = User(email=email, name=name, role=Role(role), password_hash=password_hash)
    db_session().add(user)
    db_session().flush()
    if by_letter:
        try:
            invite(db_session(), user=user, post=post())
        except DomainError as refusal:
            raise click.ClickException(f"No letter can be sent to {email}.") from refusal
    db_session().commit()
    click.echo(f"{user.email} can sign in as {role}{' when the invitation has been answered' * by_letter}.")


@user_commands.command("disable")
@click.argument("email")
def disable_user(email: str) -> None:
    """Close an account and end all its sessions."""
    user = _user(email)
    try:
        close_account(db_session(), user)
    except LastAdministratorError as refusal:
        raise click.ClickException(
            f"{email} is the last administrator who can sign in. Make somebody else an administrator first."
        ) from refusal
    db_session().commit()
    click.echo(f"{user.email} can no longer sign in.")


@user_commands.command("password")
@click.argument("email")
@click.option("--password", help="Asked for when left out, which keeps it out of the shell's history.")
def change_password(email: str, password: str | None) -> None:
    """Set a new password and end all sessions of the account."""
    _user(email)
    password_hash = _password_hash(password)
    user = _user(email)
    set_password(db_session(), user, password_hash)
    unlock(db_session(), email)
    note(db_session(), "password_changed", user)
    db_session().commit()
    click.echo(f"{user.email} has a new password and is signed out everywhere.")


@user_commands.command("unlock")
@click.argument("email")
def unlock_user(email: str) -> None:
    """Forget the guesses made at an account, so that its holder need not wait."""
    user = _user(email)
    guesses = unlock(db_session(), email)
    note(db_session(), "unlocked", user)
    db_session().commit()
    click.echo(f"{user.email} can try again at once; {guesses} attempts are forgotten.")
