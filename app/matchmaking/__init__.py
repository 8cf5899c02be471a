"""Turns rows into matching profiles, and keeps the engine in use; `matchmaker()` is the one to ask."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.database import db
from app.matchmaking.asking import Best, Matchmaker
from app.matchmaking.profiles import need_profile, need_profiles

__all__ = [
    "Best",
    "Matchmaker",
    "build_engine",
    "init_matchmaking",
    "matchmaker",
    "need_profile",
    "need_profiles",
    "prepare_engine",
]

_KEY = "brygga-matchmaker"
log = logging.getLogger(__name__)


def init_matchmaking(app: Flask) -> None:
    """Attach the engine to the application; it is built when somebody first asks it something."""
    with app.app_context():
        app.extensions[_KEY] = Matchmaker(db.engine, app.extensions["brygga"].encoder)
    app.after_request(_save_vectors_afterwards)


def matchmaker() -> Matchmaker:
    """Return the application's matchmaker."""
    found: Matchmaker = current_app.extensions[_KEY]
    return found


def prepare_engine(progress: Callable[[str], object]) -> None:
    """Build the engine once, so that every text is encoded before the first page is asked for."""
    progress("Preparing the matching engine; the first time takes about half a minute.")
    with matchmaker().engine() as engine:
        progress(f"The engine knows {len(engine.vocabulary)} concepts and {len(engine)} capabilities.")
    matchmaker().vectors.save()


def build_engine(app: Flask) -> None:
    """Build the engine beside the first answers; what hinders it is logged, and met again by the first who asks."""
    try:
        with app.app_context():
            with matchmaker().engine():
                log.debug("The engine is built.")
            matchmaker().vectors.save()
    except SQLAlchemyError as error:
        log.warning("The engine could not be built ahead: %s", error)


def _save_vectors_afterwards(response: Response) -> Response:
    """Write new vectors when the answer has been sent and the request's own transaction is over."""
    if matchmaker().vectors.has_unsaved:
        response.call_on_close(matchmaker().vectors.save)
    return response
