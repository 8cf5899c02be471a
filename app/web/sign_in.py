"""The bridge to Flask-Login: a browser holds a random token, the database its hash."""

from __future__ import annotations

import secrets
from functools import lru_cache, partial
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, session
from flask_babel import refresh
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session, joinedload

from app.limits import SESSION_IDLE, SESSION_LIFE, SESSION_SEEN_EVERY
from app.storage.account_trail import note
from app.storage.database import db, db_session, short_transaction
from models.accounts import User, UserSession, token_hash
from models.clock import now, start_of, today
from models.vocabulary import Language

login_manager = LoginManager()


class SignedIn(UserMixin):
    """What Flask-Login sees: a user through one signed-in session; its id is the session's token."""

    def __init__(self, user: User, token: str) -> None:
        self.user = user
        self.token = token

    def get_id(self) -> str:
        """Return the token that the browser is given."""
        return self.token


def init_sign_in(app: Flask) -> None:
    """Attach Flask-Login to the application."""
    login_manager.init_app(app)
    login_manager.user_loader(_load)
    app.after_request(_note_seen)


def is_open(user: User) -> bool:
    """Tell whether an account lets anybody in; in production no demo account does, whatever the database holds."""
    return user.is_active and not (user.is_demo and current_app.extensions["brygga"].production)


def _load(token: str) -> SignedIn | None:
    asked = {"token": token_hash(token), "oldest": now() - SESSION_LIFE, "unused": now() - SESSION_IDLE}
    found = db_session().scalar(_session_of_token(), asked)
    if found is None or not is_open(found.user):
        return None
    if found.last_seen_at < now() - SESSION_SEEN_EVERY or not found.user.was_seen_on(today()):
        g.seen_session = found.id, found.user_id
    return SignedIn(found.user, token)


@lru_cache
def _session_of_token() -> sa.Select[UserSession]:
    """Return the selection of a `token`'s session and its user; every request asks for it, so it is built once."""
    stands = _stands(sa.bindparam("oldest"), sa.bindparam("unused"))
    held = sa.select(UserSession).where(UserSession.token_hash == sa.bindparam("token"), stands)
    return held.options(joinedload(UserSession.user))


def _stands(oldest: Any, unused: Any) -> sa.ColumnElement[bool]:
    """Say which sessions are worth something: begun after `oldest`, and used after `unused`."""
    return sa.and_(UserSession.created_at > oldest, UserSession.last_seen_at > unused)


def _note_seen(response: Response) -> Response:
    """Write that a session is in use, when the request's own transaction is over; pages that read never wait."""
    seen = g.pop("seen_session", None)
    if seen is not None:
        response.call_on_close(partial(_write_seen, db.engine, *seen))
    return response


def _write_seen(database: sa.Engine, session_id: int, user_id: int) -> None:
    with short_transaction(database, reads=False) as connection:
        connection.execute(sa.update(UserSession).where(UserSession.id == session_id).values(last_seen_at=now()))
        connection.execute(_seen(user_id))


def _seen(user_id: int) -> sa.Update:
    """Return what notes a sign of work on an account; the first one of a day remembers the last of an earlier day.

    It is nobody's edit: neither the account's version nor its hour moves on.
    """
    before = sa.case((User.seen_at < start_of(today()), User.seen_at), else_=User.new_since)
    noted = {"seen_at": now(), "new_since": before, "updated_at": User.updated_at}
    return sa.update(User).where(User.id == user_id).values(**noted).execution_options(synchronize_session=False)


def find_actor() -> User | None:
    """Return who is asking, or None before signing in."""
    return current_user.user if current_user.is_authenticated else None


def do_without_actor() -> None:
    """Take whoever asks as not signed in for the rest of this request, since no database can tell who it is."""
    g._login_user = login_manager.anonymous_user()


def current_actor() -> User:
    """Return who is asking; the access policy has made sure that somebody has signed in.

    Raises RuntimeError at an address that is open to those who have not.
    """
    actor = find_actor()
    if actor is None:
        raise RuntimeError("This address is open to people who have not signed in; ask find_actor() instead.")
    return actor


def begin_session(work: Session, user: User) -> None:
    """Sign the user in with a new session; whatever the browser held before is forgotten.

    A language chosen on the way in is the account's from now on, as one chosen later is.
    """
    token = secrets.token_urlsafe(32)
    work.add(UserSession(user_id=user.id, token_hash=token_hash(token)))
    work.execute(sa.delete(UserSession).where(sa.not_(_stands(now() - SESSION_LIFE, now() - SESSION_IDLE))))
    work.execute(_seen(user.id))
    note(work, "sign_in", user, by_holder=True)
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
        user.language = Language(language)
    if user.language:
        # For pages that must do without the database.
        session["account_language"] = user.language.value
    # A page's forgery token says whose page it is, so that what was typed there is given back to nobody else.
    session["csrf_token"] = f"{user.id}-{secrets.token_hex(20)}"
    login_user(SignedIn(user, token))
    # What is said from here on is said in the account's language.
    refresh()


def end_session(work: Session) -> None:
    """Sign out here; the token is worth nothing from now on. The page after it is in the account's language still."""
    language = None
    if current_user.is_authenticated:
        language = current_user.user.language
        note(work, "sign_out", current_user.user)
        work.execute(sa.delete(UserSession).where(UserSession.token_hash == token_hash(current_user.token)))
    logout_user()
    session.clear()
    if language:
        session["account_language"] = language.value
