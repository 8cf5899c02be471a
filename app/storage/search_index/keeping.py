"""Keeps the index in step: triggers note which records have changed, and whoever changed them writes their entries.

The notes are made by the database, so no statement in bulk, command, restore or hand-written UPDATE passes them by.
A session that commits writes the entries of its own notes before; what others left behind is written before the next
search. See docs/decisions/0026-the-search-index-follows-by-triggers.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction
from sqlalchemy.orm.unitofwork import UOWTransaction

from app.storage.database import BryggaSession, short_transaction
from app.storage.locks import lock_free
from app.storage.search_index.entries import make_entries
from app.storage.search_index.tables import ENTRY, STALE, Kind
from app.storage.sqlite import read_anew
from models.files import RecordFile
from models.infrastructures import Capability, Infrastructure
from models.needs import Need
from models.notes import Note
from models.organisations import Company
from models.people import Person
from models.vocabulary import Concept, Term

# The tables that triggers watch: what an entry is made of, and where its record's number stands.
WATCHED: Final = {
    Company: (Kind.COMPANY, "id"),
    Person: (Kind.PERSON, "id"),
    Need: (Kind.NEED, "id"),
    Infrastructure: (Kind.INFRASTRUCTURE, "id"),
    Capability: (Kind.CAPABILITY, "id"),
    Note: (Kind.NOTE, "id"),
    Concept: (Kind.CONCEPT, "id"),
    Term: (Kind.CONCEPT, "concept_id"),
    RecordFile: (Kind.FILE, "id"),
}
_AT_ONCE: Final = 2_000
_WROTE: Final = "search-may-be-stale"


def start_indexing() -> None:
    """Let every session write the entries of what it changes; safe to call more than once."""
    if not sa.event.contains(BryggaSession, "before_commit", _before_commit):
        sa.event.listen(BryggaSession, "after_flush", _after_flush)
        sa.event.listen(BryggaSession, "do_orm_execute", _after_statement)
        sa.event.listen(BryggaSession, "before_commit", _before_commit)
        sa.event.listen(BryggaSession, "after_transaction_end", _after_end)


def bring_up_to_date(connection: sa.Connection) -> int:
    """Write the entries of all records that have changed, in the connection's transaction; returns how many."""
    count = 0
    while numbers := _take_stale(connection):
        count += len(numbers)
        connection.execute(sa.delete(ENTRY).where(ENTRY.c.rowid.in_(numbers)))
        if entries := list(make_entries(connection, numbers)):
            connection.execute(sa.insert(ENTRY), entries)
    return count


def catch_up(session: Session) -> None:
    """See to it, before a search, that no change is missing: one that was written past every session."""
    if session.scalar(sa.select(STALE.c.number).limit(1)) is not None:
        with short_transaction(session.get_bind().engine, reads=False) as connection:
            bring_up_to_date(connection)
        read_anew(session.connection())


def rebuild(connection: sa.Connection) -> int:
    """Make the whole index anew; returns how many records were read."""
    connection.execute(sa.delete(ENTRY))
    connection.execute(sa.delete(STALE))
    for record, (kind, column) in WATCHED.items():
        if column == "id":
            numbers = sa.select(sa.cast(record.__table__.c.id, sa.BigInteger) + kind.first)
            connection.execute(sa.insert(STALE).from_select(["number"], numbers))
    return bring_up_to_date(connection)


def _take_stale(connection: sa.Connection) -> Sequence[int]:
    # What another is just writing is left to it: it writes the entry of what it has written.
    numbers = lock_free(connection, sa.select(STALE.c.number).order_by(STALE.c.number).limit(_AT_ONCE))
    if numbers:
        connection.execute(sa.delete(STALE).where(STALE.c.number.in_(numbers)))
    return numbers


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    if any(isinstance(row, tuple(WATCHED)) for row in (*session.new, *session.dirty, *session.deleted)):
        session.info[_WROTE] = True


def _after_statement(state: ORMExecuteState) -> None:
    # A statement that names no record, such as plain SQL, may have changed any.
    mapper = state.bind_mapper
    if not state.is_select and (mapper is None or issubclass(mapper.class_, tuple(WATCHED))):
        state.session.info[_WROTE] = True


def _before_commit(session: Session) -> None:
    # A savepoint's end is told too, but the whole is written once: else the work would tell which way it ended.
    if session.in_nested_transaction():
        return
    session.flush()
    if session.info.pop(_WROTE, False):
        bring_up_to_date(session.connection())


def _after_end(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_WROTE, None)
