"""Loads the records that a page of a timeline shows, each kind in one statement, with what their entries tell."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.timeline.entries import FieldsChange, Happening
from app.timeline.places import Place, PlaceKind
from models.accounts import User
from models.audit import AuditEntry
from models.clock import day_of
from models.consents import Consent
from models.files import RecordFile
from models.infrastructures import Capability
from models.matches import Match, StageChange
from models.meetings import Meeting
from models.needs import Need
from models.notes import Note
from models.outbox import OutboxMessage
from models.party_answers import PartyAnswer
from models.uses import Use

_IDS: Final[Any] = sa.bindparam("ids", expanding=True)
# What an entry calls a record that is not called as its table is.
_NAMED: Final = {
    StageChange.__tablename__: "step",
    OutboxMessage.__tablename__: "letter",
    PartyAnswer.__tablename__: "answer",
    RecordFile.__tablename__: "file",
}


def load_entries(session: Session, place: Place, chosen: Sequence[Any], fields: Collection[str]) -> list[Happening]:
    """Return the entries of rows as `sources.newest_of` gives them, in their order.

    `fields` are the columns whose changes are told. The place's own record has been loaded.
    """
    matches = _load_matches(session, place, {row.match_id for row in chosen if row.match_id is not None})
    records = {
        (source, record[0].id): record
        for source in {row.source for row in chosen}
        for record in _load(session, place, source, [row.id for row in chosen if row.source == source])
    }
    return [
        Happening(
            on=row.day or day_of(row.moment),
            match=matches.get(row.match_id),
            **_told(row.source, records[row.source, row.id], fields),
        )
        for row in chosen
    ]


def _told(source: str, record: Any, fields: Collection[str]) -> dict[str, Any]:
    """Return what an entry is about, by the entry's name for it."""
    if source == AuditEntry.__tablename__:
        entry, who = record
        values = {name: value for name, value in entry.changes.items() if name in fields}
        return {"change": FieldsChange(entry.id, who, values)}
    return {_NAMED.get(source, source): record[0]}


def _load(session: Session, place: Place, source: str, ids: Sequence[int]) -> Iterator[Any]:
    if source == Need.__tablename__ and place.kind is PlaceKind.NEED:
        yield (session.get_one(Need, place.id),)
        return
    yield from session.execute(_records(source), {"ids": ids}).unique()


@lru_cache
def _records(source: str) -> Any:
    """Return the selection of a source's records by their `ids`; of a change also who made it."""
    if source == AuditEntry.__tablename__:
        changes = sa.select(AuditEntry, User.name).outerjoin(User, User.id == AuditEntry.actor_id)
        return changes.where(AuditEntry.id.in_(_IDS))
    along: Mapping[type[Any], tuple[Any, ...]] = {
        Note: (joinedload(Note.author), joinedload(Note.owner), joinedload(Note.person), joinedload(Note.need)),
        Need: (),
        Consent: (joinedload(Consent.need), joinedload(Consent.recorded_by)),
        StageChange: (joinedload(StageChange.by),),
        Meeting: (joinedload(Meeting.people),),
        Use: (),
        OutboxMessage: (),
        PartyAnswer: (),
        RecordFile: (joinedload(RecordFile.by), joinedload(RecordFile.need)),
    }
    record = next(each for each in along if each.__tablename__ == source)
    return sa.select(record).where(record.id.in_(_IDS)).options(*along[record])


@lru_cache
def _matches() -> sa.Select[Match]:
    parties = (
        joinedload(Match.need).joinedload(Need.company),
        joinedload(Match.capability).joinedload(Capability.infrastructure),
    )
    return sa.select(Match).where(Match.id.in_(_IDS)).options(*parties)


def _load_matches(session: Session, place: Place, ids: Collection[int]) -> Mapping[int, Match]:
    if place.kind is PlaceKind.MATCH:
        return {place.id: session.get_one(Match, place.id)}
    return {match.id: match for match in session.scalars(_matches(), {"ids": list(ids)})} if ids else {}
