"""Writes the audit trail and the catalogue's revision beside every change, in the same transaction.

The entries are kept while the transaction goes on and written as the last of all before it is committed: the end of
the trail is everybody's, and whoever holds it while they wait for a row would stop all others, or be stopped by them.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import InstanceState, Mapper, Session, UOWTransaction, object_session

from app.storage.audit_changes import changes_of, load_before_delete, values_of
from app.storage.database import BryggaSession
from app.storage.not_audited import NOT_AUDITED
from app.storage.sqlite import take_turn
from app.storage.unwritten import start_gathering, unwritten
from models.audit import AuditEntry, AuditHead
from models.base import Base
from models.clock import now
from models.engine_state import CatalogueState
from models.hand_ins import HandIn
from models.infrastructures import Capability, Infrastructure
from models.needs import Need
from models.organisations import Company, HostOrganisation
from models.uses import Use, number_given
from models.vocabulary import Concept, Term

READ = "read"
# The trail had entries and no row for its end: somebody took it away. Kept in the trail, for `flask audit verify`.
HEAD_LOST = "head_lost"
# The rows that a flush deletes: those too that their whole has let go of, which the session does not list.
_GONE: Final = "gone rows"
# What a session has given somebody to read, until it is written: (table, id).
READINGS = "readings"
GENESIS = "0" * 64
KEY_OPTION: Final = "brygga_audit_key"  # where an engine keeps the key that seals its database's trail
CHAIN_LOCK = 0x6272_7967  # "bryg": one lock for the chain's end, on PostgreSQL
_CATALOGUE = (Capability, Infrastructure, HostOrganisation, Concept, Term)


def start_auditing(engine: sa.Engine, secret: str) -> None:
    """Seal the trail of a database with a secret's key, and listen to every session; safe to call more than once."""
    engine.update_execution_options(**{KEY_OPTION: audit_key(secret)})
    if not sa.event.contains(BryggaSession, "after_flush", _after_flush):
        sa.event.listen(BryggaSession, "before_flush", _before_flush)
        sa.event.listen(BryggaSession, "after_flush", _after_flush)
        sa.event.listen(BryggaSession, "before_commit", _before_commit)
        start_gathering()
        sa.event.listen(Base, "before_delete", _before_delete, propagate=True)


def audit_key(secret: str) -> bytes:
    """Return the key that digests are made with: the secret's own for this, so that neither gives the other away."""
    return hmac.digest(secret.encode(), b"brygga audit trail", "sha256")


def key_of(connection: sa.Connection) -> bytes:
    """Return the key of a connection's database."""
    key: bytes = connection.get_execution_options()[KEY_OPTION]
    return key


def _before_flush(session: Session, _context: UOWTransaction, _rows: object) -> None:
    session.info[_GONE] = []


def _before_delete(_mapper: Mapper[Any], _connection: sa.Connection, row: Base) -> None:
    load_before_delete(row)
    if (session := object_session(row)) is not None:
        session.info[_GONE].append(row)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    gone = session.info.pop(_GONE)
    deleted = _audited(gone)
    key = key_of(session.connection()) if deleted else b""
    numbered = (row for row in session.new if isinstance(row, Use))
    unwritten(session).extend((
        *(_entry(session, "create", row, changes_of(row)) for row in _audited(session.new)),
        *(_entry(session, "update", row, told) for row in _audited(session.dirty) if (told := changes_of(row))),
        *(_entry(session, "delete", row, values_of(row, key)) for row in deleted),
        *(_numbering(session, *given) for row in numbered if (given := number_given(row))),
    ))  # fmt: skip
    changed = (row for row in session.dirty if isinstance(row, _CATALOGUE) and changes_of(row))
    if any(isinstance(row, _CATALOGUE) for row in (*session.new, *changed, *gone)):
        session.execute(sa.update(CatalogueState).values(revision=CatalogueState.revision + 1))


def _before_commit(session: Session) -> None:
    # A savepoint's end is told too, but the trail is written once.
    if session.in_nested_transaction():
        return
    session.flush()
    if entries := unwritten(session):
        _append(session, entries)
        entries.clear()


def note_event(
    session: Session,
    action: str,
    *,
    subject: str,
    subject_id: str | int,
    changes: Mapping[str, Any] | None = None,
    actor_id: int | None = None,
) -> None:
    """Add to the trail what is no change of a row, as a sign-in or a failed one, when the session commits.

    `action` has at most 20 signs, `changes` holds what JSON can write, and neither holds anything personal. The actor
    is whoever is signed in, unless one is given.
    """
    who = session.info.get("actor_id") if actor_id is None else actor_id
    unwritten(session).append(_content(who, action, subject, str(subject_id), dict(changes or {})))


def note_reading(session: Session, row: Need | Company | HandIn) -> None:
    """Remember that whoever asks is given a confidential record; it is written when the answer has been sent."""
    session.info.setdefault(READINGS, set()).add((row.__tablename__, str(row.id)))


def append_readings(session: Session, actor_id: int | None, read: Iterable[tuple[str, str]]) -> None:
    """Add to the trail at once that somebody has read records, each given as (table, id); nobody is the operator."""
    entries = [_content(actor_id, READ, subject, subject_id, {}) for subject, subject_id in read]
    if entries:
        _append(session, entries)


def _audited(rows: Iterable[object]) -> list[Base]:
    return [row for row in rows if isinstance(row, Base) and not isinstance(row, NOT_AUDITED)]


def _entry(session: Session, action: str, row: Base, changes: dict[str, Any]) -> dict[str, Any]:
    state: InstanceState[Base] = sa.inspect(row)
    number = ",".join(str(part) for part in state.mapper.primary_key_from_instance(row))
    return _content(session.info.get("actor_id"), action, row.__tablename__, number, changes)


def _numbering(session: Session, company_id: int, number: int) -> dict[str, Any]:
    """Tell that a company got its number, which is written beside the session."""
    changes = {"report_number": [None, number]}
    return _content(session.info.get("actor_id"), "update", Company.__tablename__, str(company_id), changes)


def _content(
    actor_id: int | None, action: str, subject: str, subject_id: str, changes: dict[str, Any]
) -> dict[str, Any]:
    return {
        "actor_id": actor_id,
        "action": action,
        "subject": subject,
        "subject_id": subject_id,
        "changes": changes,
    }


def _append(session: Session, entries: list[dict[str, Any]]) -> None:
    """Add entries at the end of the chain; writers take turns, so that it never forks."""
    connection = session.connection()
    take_turn(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
    key = key_of(connection)
    count, last, is_new = _end_of_trail(connection)
    if is_new and count:
        entries = [_content(None, HEAD_LOST, AuditHead.__tablename__, "1", {"entries": count}), *entries]
    rows = []
    for content in entries:
        entry = AuditEntry(at=now(), **content)
        entry.seal(last, key)
        last = entry.digest
        rows.append({"at": entry.at, **content, "previous_digest": entry.previous_digest, "digest": last})
    connection.execute(sa.insert(AuditEntry).inline(), rows)  # the same statement for one entry and for several
    count += len(rows)
    end = {"entries": count, "digest": last, "seal": AuditHead.expected_seal(key, count, last)}
    connection.execute(sa.insert(AuditHead).values(id=1, **end) if is_new else sa.update(AuditHead).values(**end))


def _end_of_trail(connection: sa.Connection) -> tuple[int, str, bool]:
    """Return how many entries there are, the last one's digest, and whether the row that says so is missing."""
    head = connection.execute(sa.select(AuditHead.entries, AuditHead.digest)).one_or_none()
    if head is not None:
        return head.entries, head.digest, False
    count = connection.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) or 0
    last = connection.scalar(sa.select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1))
    return count, last or GENESIS, True
