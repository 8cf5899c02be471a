"""The records of Brygga and their rules; importing this package makes every table known to the metadata."""

from models import (
    accounts,
    audit,
    engine_state,
    infrastructures,
    introductions,
    matches,
    meetings,
    needs,
    organisations,
    outbox,
    people,
    programmes,
    ranking,
    standing,
    undo,
    uses,
    vocabulary,
)
from models.base import Base

__all__ = [
    "Base",
    "accounts",
    "audit",
    "engine_state",
    "infrastructures",
    "introductions",
    "matches",
    "meetings",
    "needs",
    "organisations",
    "outbox",
    "people",
    "programmes",
    "ranking",
    "standing",
    "undo",
    "uses",
    "vocabulary",
]
