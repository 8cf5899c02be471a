"""The programme that this installation runs, as its settings name it."""

from __future__ import annotations

from flask import current_app

from app.programmes.queries import find_programme, get_programme
from app.storage.database import db_session
from models.programmes import Programme


def current_code() -> str:
    """Return the programme's code."""
    code: str = current_app.extensions["brygga"].programme
    return code


def find_current() -> Programme | None:
    """Return the programme with its indicators; None before the first `flask seed`."""
    return find_programme(db_session(), current_code())


def get_current() -> Programme:
    """Return the programme with its indicators; raises NotFoundError before the first `flask seed`."""
    return get_programme(db_session(), current_code())
