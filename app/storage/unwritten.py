"""What a transaction has still to write before it ends; a savepoint that is taken back takes its own part with it."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, SessionTransaction

from app.storage.database import BryggaSession

_ENTRIES: Final = "unwritten"
_MARKS: Final = "unwritten-before"


def start_gathering() -> None:
    """Listen to every session of the application; safe to call more than once."""
    if not sa.event.contains(BryggaSession, "after_transaction_create", _begun):
        sa.event.listen(BryggaSession, "after_transaction_create", _begun)
        sa.event.listen(BryggaSession, "after_soft_rollback", _taken_back)
        sa.event.listen(BryggaSession, "after_transaction_end", _ended)


def unwritten(session: Session) -> list[dict[str, Any]]:
    """Return what the session's transaction has still to write, to be added to or emptied."""
    entries: list[dict[str, Any]] = session.info.setdefault(_ENTRIES, [])
    return entries


def _marks(session: Session) -> dict[SessionTransaction, int]:
    marks: dict[SessionTransaction, int] = session.info.setdefault(_MARKS, {})
    return marks


def _begun(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        _marks(session)[transaction] = len(unwritten(session))


def _taken_back(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        del unwritten(session)[_marks(session)[transaction] :]


def _ended(session: Session, transaction: SessionTransaction) -> None:
    # A savepoint's mark is asked for after its end.
    if transaction.parent is None:
        _marks(session).clear()
        unwritten(session).clear()
