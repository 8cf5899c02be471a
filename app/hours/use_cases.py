"""What is done with hours: logged, corrected, taken back and put back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.hours.commands import TimeCommand
from app.hours.queries import get_entry
from models.accounts import User
from models.base import require_unchanged
from models.clock import now
from models.needs import Need
from models.time_entries import TimeEntry


def log_time(session: Session, *, actor: User, command: TimeCommand, need: Need | None) -> TimeEntry:
    """Log time of the actor's, about a need that they may see or about none."""
    entry = TimeEntry(worker_id=actor.id, need_id=need.id if need else None, is_demo=bool(need and need.is_demo))
    _write(entry, command)
    session.add(entry)
    session.flush()
    return entry


def edit_time(session: Session, *, actor: User, entry_id: int, command: TimeCommand, version: int | None) -> None:
    """Correct an entry; raises StaleRecordError when somebody else changed it first, or it was taken back."""
    _write(_require(session, actor, entry_id, version, taken_back=False), command)
    session.flush()


def take_back(session: Session, *, actor: User, entry_id: int, version: int | None) -> TimeEntry:
    """Take an entry out of every sum; it is kept, so that it can be put back. Raises StaleRecordError."""
    entry = _require(session, actor, entry_id, version, taken_back=False)
    entry.taken_back_at = now()
    session.flush()
    return entry


def put_back(session: Session, *, actor: User, entry_id: int, version: int | None) -> None:
    """Put back an entry that was taken back, exactly as it was; raises StaleRecordError."""
    _require(session, actor, entry_id, version, taken_back=True).taken_back_at = None
    session.flush()


def _require(session: Session, actor: User, entry_id: int, version: int | None, *, taken_back: bool) -> TimeEntry:
    entry = get_entry(session, actor, entry_id)
    require_unchanged(entry, version, taken_back=taken_back)
    return entry


def _write(entry: TimeEntry, command: TimeCommand) -> None:
    entry.worked_on = command.worked_on
    entry.minutes = command.minutes
    entry.activity = command.activity
    entry.programme_id = command.programme_id
    entry.text = command.text
