"""Writes the audit trail and the catalogue's revision beside every change, in the same transaction."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, Session, UOWTransaction

from app.database import BryggaSession
from models.accounts import SignInAttempt, UserSession
from models.audit import AuditEntry
from models.base import Base, Sensitivity
from models.clock import now
from models.engine_state import CatalogueState, EncodingJob, StoredVector
from models.infrastructures import Capability, Infrastructure
from models.needs import Need
from models.vocabulary import Concept, Term

READ = "read"
# What a session has given somebody to read, until it is written: (table, id).
READINGS = "readings"
GENESIS = "0" * 64
_CHAIN_LOCK = 0x6272_7967  # "bryg": one lock for the chain's end, on PostgreSQL
# Sessions come and go with every sign-in, and vectors can be made anew: neither is somebody's change of a record.
_NOT_AUDITED = (AuditEntry, UserSession, SignInAttempt, StoredVector, CatalogueState, EncodingJob)
_CATALOGUE = (Capability, Infrastructure, Concept, Term)
_HIDDEN = (Sensitivity.CONFIDENTIAL, Sensitivity.PERSONAL)
_NOT_WORTH_TELLING = frozenset({"version", "updated_at", "created_at"})


def start_auditing() -> None:
    """Listen to every session of the application; safe to call more than once."""
    if not sa.event.contains(BryggaSession, "after_flush", _after_flush):
        sa.event.listen(BryggaSession, "after_flush", _after_flush)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    entries = [
        *(_entry(session, "create", row) for row in _audited(session.new)),
        *(_entry(session, "update", row) for row in _audited(session.dirty) if _changes(row)),
        *(_entry(session, "delete", row) for row in _audited(session.deleted)),
    ]
    if entries:
        _append(session, entries)
    if any(isinstance(row, _CATALOGUE) for row in (*session.new, *session.dirty, *session.deleted)):
        session.execute(sa.update(CatalogueState).values(revision=CatalogueState.revision + 1))


def note_reading(session: Session, row: Need) -> None:
    """Remember that whoever asks is given a confidential record; it is written when the answer has been sent."""
    session.info.setdefault(READINGS, set()).add((row.__tablename__, str(row.id)))


def append_readings(session: Session, actor_id: int, read: Iterable[tuple[str, str]]) -> None:
    """Add to the trail that somebody has read records, each given as (table, id)."""
    entries = [
        {"actor_id": actor_id, "action": READ, "subject": subject, "subject_id": subject_id, "changes": {}}
        for subject, subject_id in read
    ]
    if entries:
        _append(session, entries)


def _audited(rows: Iterable[object]) -> list[Base]:
    return [row for row in rows if isinstance(row, Base) and not isinstance(row, _NOT_AUDITED)]


def _entry(session: Session, action: str, row: Base) -> dict[str, Any]:
    state: InstanceState[Base] = sa.inspect(row)
    return {
        "actor_id": session.info.get("actor_id"),
        "action": action,
        "subject": row.__tablename__,
        "subject_id": ",".join(str(part) for part in state.mapper.primary_key_from_instance(row)),
        "changes": _changes(row),
    }


def _changes(row: Base) -> dict[str, Any]:
    """Return what changed, column by column; hidden columns only say that they did."""
    state: InstanceState[Base] = sa.inspect(row)
    changes: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if not history.has_changes() or attribute.key in _NOT_WORTH_TELLING:
            continue
        column = attribute.columns[0]
        if column.info["sensitivity"] in _HIDDEN:
            changes[attribute.key] = "changed"
        else:
            changes[attribute.key] = [_plain(history.deleted), _plain(history.added)]
    for relationship in state.mapper.relationships:
        if relationship.secondary is not None and state.attrs[relationship.key].history.has_changes():
            changes[relationship.key] = "changed"
    return changes


def _plain(values: Any) -> Any:
    value = values[0] if values else None
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _append(session: Session, entries: list[dict[str, Any]]) -> None:
    """Add entries at the end of the chain; writers take turns, so that it never forks."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    last = connection.scalar(sa.select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)) or GENESIS
    rows = []
    for content in entries:
        entry = AuditEntry(at=now(), **content)
        entry.seal(last)
        last = entry.digest
        rows.append(
            {
                "at": entry.at,
                **content,
                "previous_digest": entry.previous_digest,
                "digest": entry.digest,
            }
        )
    connection.execute(sa.insert(AuditEntry), rows)


def broken_entries(session: Session) -> list[int]:
    """Return the ids of audit entries that no longer fit the chain; an empty list means that none was touched."""
    broken = []
    last = GENESIS
    for entry in session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id)):
        if entry.previous_digest != last or entry.digest != entry.expected_digest():
            broken.append(entry.id)
        last = entry.digest
    return broken
