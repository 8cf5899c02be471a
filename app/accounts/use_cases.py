"""What is done with accounts: opening, changing and closing them, always ending the sessions that must end."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.commands import SettingsCommand, UserCommand
from app.accounts.password_links import Post, revoke_links, send_link
from app.storage.account_trail import note
from app.storage.locks import lock_chosen
from models.accounts import Role, TokenPurpose, User, UserSession
from models.base import require_version
from models.errors import AddressTakenError, LastAdministratorError, NotAllowedError
from models.infrastructures import Infrastructure


def change_settings(
    session: Session, *, actor: User, command: SettingsCommand, new_hash: str | None, version: int | None
) -> None:
    """Change the actor's own settings; a new password signs every other browser out.

    Raises StaleRecordError when the settings were changed after the form was opened.
    """
    require_version(actor, version)
    actor.language = command.language
    actor.shortcuts_off = command.shortcuts_off
    if new_hash:
        set_password(session, actor, new_hash)
    session.flush()


def add_user(session: Session, *, command: UserCommand, new_hash: str | None, post: Post) -> User:
    """Open an account, and put an invitation in the outbox: its holder chooses the password.

    Raises AddressTakenError when there is one with the address, also one that was opened at the same moment.
    """
    user = User(email=command.email.casefold(), password_hash=new_hash, infrastructures=[])
    _apply(session, user, command)
    session.add(user)
    _flush_address(session)
    if user.is_active:
        _send_invitation(session, user, post)
    return user


def edit_user(session: Session, *, user: User, command: UserCommand, new_hash: str | None, version: int | None) -> None:
    """Change an account; a new role, password or a closed account ends its sessions.

    `user` comes with its infrastructures loaded. Raises StaleRecordError for an old version, LastAdministratorError
    when nobody else could open accounts, and AddressTakenError.
    """
    require_version(user, version)
    if command.role is not Role.ADMINISTRATOR or not command.is_active:
        require_another_administrator(session, user)
    if user.role is not command.role or not command.is_active:
        end_all_sessions(session, user)
    if user.email != command.email.casefold() or not command.is_active:
        # A link that was sent to an address opens nothing once the account is no longer reached there.
        revoke_links(session, user)
    if new_hash:
        set_password(session, user, new_hash)
    _apply(session, user, command)
    _flush_address(session)


def invite(session: Session, *, user: User, post: Post) -> None:
    """Send an invitation; one that was sent before opens nothing any longer. Raises NotAllowedError when closed."""
    if not user.is_active:
        raise NotAllowedError
    revoke_links(session, user)
    _send_invitation(session, user, post)


def _send_invitation(session: Session, user: User, post: Post) -> None:
    send_link(session, post, user=user, purpose=TokenPurpose.INVITATION)
    note(session, "invited", user)


def close_account(session: Session, user: User) -> None:
    """Close an account: no session and no link of it opens anything. Raises LastAdministratorError."""
    require_another_administrator(session, user)
    user.is_active = False
    end_all_sessions(session, user)
    revoke_links(session, user)
    session.flush()


def set_password(session: Session, user: User, password_hash: str) -> None:
    """Give an account another password; every session and link from before is worthless."""
    end_all_sessions(session, user)
    revoke_links(session, user)
    user.password_hash = password_hash


def end_all_sessions(session: Session, user: User) -> None:
    """Sign the user out everywhere."""
    session.execute(sa.delete(UserSession).where(UserSession.user_id == user.id))


def require_another_administrator(session: Session, user: User) -> None:
    """Raise LastAdministratorError when `user` is the only administrator who can sign in.

    The rows are locked, so that of two administrators who close each other at once one stays.
    """
    if user.role is not Role.ADMINISTRATOR or not user.is_active:
        return
    if not lock_chosen(session, able_administrators().order_by(User.id)) - {user.id}:
        raise LastAdministratorError


def able_administrators() -> sa.Select[int]:
    """Return the selection of accounts that can sign in and open others."""
    return sa.select(User.id).where(User.role == Role.ADMINISTRATOR, User.is_active, User.password_hash.is_not(None))


def _apply(session: Session, user: User, command: UserCommand) -> None:
    if command.email != user.email:
        user.email = command.email.casefold()
    user.name = command.name
    user.role = command.role
    user.language = command.language
    user.is_active = command.is_active
    user.infrastructures = list(
        session.scalars(sa.select(Infrastructure).where(Infrastructure.id.in_(command.infrastructure_ids)))
    )


def _flush_address(session: Session) -> None:
    """Write the account; the database decides whose an address is when two ask for it at once."""
    try:
        session.flush()
    except IntegrityError as error:
        raise AddressTakenError from error
