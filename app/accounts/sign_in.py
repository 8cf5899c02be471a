"""The bridge to Flask-Login: a browser holds a random token, the database its hash."""

from __future__ import annotations

import hashlib
import secrets

import sqlalchemy as sa
from flask import Flask, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session, joinedload

from app.database import db_session
from app.limits import SESSION_LIFE
from models.accounts import User, UserSession
from models.clock import now
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


def token_hash(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _load(token: str) -> SignedIn | None:
    found = db_session().scalar(
        sa.select(UserSession)
        .where(UserSession.token_hash == token_hash(token), UserSession.created_at > now() - SESSION_LIFE)
        .options(joinedload(UserSession.user))
    )
    if found is None or not found.user.is_active:
        return None
    return SignedIn(found.user, token)


def find_actor() -> User | None:
    """Return who is asking, or None before signing in."""
    return current_user.user if current_user.is_authenticated else None


def current_actor() -> User:
    """Return who is asking; the access policy has made sure that somebody has signed in."""
    actor = find_actor()
    if actor is None:
        raise RuntimeError("This address is open to people who have not signed in; ask find_actor() instead.")
    return actor


def begin_session(db: Session, user: User) -> None:
    """Sign the user in with a new session; whatever the browser held before is forgotten.

    A language chosen on the way in is the account's from now on, as one chosen later is.
    """
    token = secrets.token_urlsafe(32)
    db.add(UserSession(user_id=user.id, token_hash=token_hash(token)))
    db.execute(sa.delete(UserSession).where(UserSession.created_at < now() - SESSION_LIFE))
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
        user.language = Language(language)
    login_user(SignedIn(user, token))


def end_session(db: Session) -> None:
    """Sign out here; the token is worth nothing from now on."""
    if current_user.is_authenticated:
        db.execute(sa.delete(UserSession).where(UserSession.token_hash == token_hash(current_user.token)))
    logout_user()
    session.clear()
