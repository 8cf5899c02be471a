"""What is done with accounts: opening, changing and closing them, always ending the sessions that must end."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.commands import SettingsCommand, UserCommand
from models.accounts import User, UserSession
from models.errors import StaleRecordError
from models.infrastructures import Infrastructure
from models.passwords import hash_password


def change_settings(session: Session, *, actor: User, command: SettingsCommand, version: int | None) -> None:
    """Change the actor's own settings; a new password signs every other browser out.

    Raises StaleRecordError when the settings were changed after the form was opened.
    """
    if actor.version != version:
        raise StaleRecordError
    actor.language = command.language
    actor.shortcuts_off = command.shortcuts_off
    if command.new_password:
        actor.password_hash = hash_password(command.new_password)
        end_all_sessions(session, actor)
    session.flush()


def add_user(session: Session, *, command: UserCommand) -> User:
    """Open an account."""
    user = User(email=command.email.casefold())
    session.add(user)
    _apply(session, user, command)
    session.flush()
    return user


def edit_user(session: Session, *, user: User, command: UserCommand, version: int | None) -> None:
    """Change an account; a new role, password or a closed account ends its sessions.

    `user` comes with its infrastructures loaded. Raises StaleRecordError for an old version.
    """
    if user.version != version:
        raise StaleRecordError
    if user.role is not command.role or not command.is_active or command.password:
        end_all_sessions(session, user)
    _apply(session, user, command)
    session.flush()


def end_all_sessions(session: Session, user: User) -> None:
    """Sign the user out everywhere."""
    session.execute(sa.delete(UserSession).where(UserSession.user_id == user.id))


def _apply(session: Session, user: User, command: UserCommand) -> None:
    user.email = command.email.casefold()
    user.name = command.name
    user.role = command.role
    user.is_active = command.is_active
    user.infrastructures = list(
        session.scalars(sa.select(Infrastructure).where(Infrastructure.id.in_(command.infrastructure_ids)))
    )
    if command.password:
        user.password_hash = hash_password(command.password)
