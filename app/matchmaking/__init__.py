"""Turns rows into matching profiles, and keeps the engine in use; `matchmaker()` is the one to ask."""

from __future__ import annotations

from flask import Flask, Response, current_app

from app.labels import STRENGTH_NAMES
from app.matchmaking.background import Background
from app.matchmaking.engine_input import need_profile, need_profiles, public_profile
from app.matchmaking.matchmaker import Matchmaker
from app.matchmaking.rankings import Best, InfrastructureRanking
from app.matchmaking.reached import ReachedNeeds, ReachQuestion
from app.storage.database import db

__all__ = [
    "Best",
    "InfrastructureRanking",
    "Matchmaker",
    "ReachQuestion",
    "ReachedNeeds",
    "attach",
    "background",
    "init_matchmaking",
    "matchmaker",
    "need_profile",
    "need_profiles",
    "public_profile",
    "reached_needs",
]

_KEY = "brygga-matchmaker"
_BACKGROUND = "brygga-background"
_REACHED = "brygga-reached-needs"


def init_matchmaking(app: Flask) -> None:
    """Give the application an engine and its templates the words for strengths; see to it after every request."""
    attach(app)
    app.after_request(_work_afterwards)
    app.jinja_env.filters["strength_name"] = STRENGTH_NAMES.__getitem__


def attach(app: Flask) -> None:
    """Attach an engine that knows nothing yet to the application; it is built when somebody first asks it something."""
    with app.app_context():
        maker = Matchmaker(db.engine, app.extensions["brygga"].encoder)
    app.extensions[_KEY] = maker
    app.extensions[_BACKGROUND] = Background(maker)
    app.extensions[_REACHED] = ReachedNeeds(maker)


def matchmaker() -> Matchmaker:
    """Return the application's matchmaker."""
    found: Matchmaker = current_app.extensions[_KEY]
    return found


def reached_needs() -> ReachedNeeds:
    """Return what answers whom a unit could help."""
    found: ReachedNeeds = current_app.extensions[_REACHED]
    return found


def background() -> Background:
    """Return what works beside the answers."""
    found: Background = current_app.extensions[_BACKGROUND]
    return found


def _work_afterwards(response: Response) -> Response:
    """Write new vectors when the answer is sent and its own transaction over, and see to texts that wait."""
    if matchmaker().vectors.has_unsaved:
        response.call_on_close(matchmaker().vectors.save)
    if matchmaker().waits_for_texts:
        response.call_on_close(background().start)
    return response
