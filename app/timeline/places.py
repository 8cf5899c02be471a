"""The five places that have a timeline, and what belongs to each: whatever is asked of them asks here."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from models.consents import Consent
from models.files import RecordFile
from models.infrastructures import Capability
from models.matches import Match
from models.meetings import Meeting, meeting_person
from models.needs import Need
from models.notes import Note
from models.people import PersonRole, held_on


class PlaceKind(enum.StrEnum):
    """What a place is; the name is also its table's."""

    COMPANY = "company"
    PERSON = "person"
    NEED = "need"
    MATCH = "match"
    INFRASTRUCTURE = "infrastructure"


@dataclass(frozen=True, slots=True)
class Place:
    """A record that things happen to; whoever makes one has seen to it that the reader may see the record."""

    kind: PlaceKind
    id: int

    @property
    def column(self) -> str:
        """Return the name that its number has in other tables and in addresses."""
        return f"{self.kind.value}_id"

    @property
    def argument(self) -> dict[str, Any]:
        """Return its number as an argument of an address."""
        return {self.column: self.id}


def matches_at(place: Place) -> sa.ColumnElement[bool]:
    """Return the condition that a match belongs to a place; none belongs to a person."""
    match place.kind:
        case PlaceKind.COMPANY:
            return Match.need_id.in_(sa.select(Need.id).where(Need.company_id == place.id))
        case PlaceKind.NEED:
            return Match.need_id == place.id
        case PlaceKind.MATCH:
            return Match.id == place.id
        case PlaceKind.INFRASTRUCTURE:
            return Match.capability_id.in_(sa.select(Capability.id).where(Capability.infrastructure_id == place.id))
        case PlaceKind.PERSON:
            return sa.false()


def needs_at(place: Place) -> sa.ColumnElement[bool]:
    """Return the condition that a need belongs to a place: to its company, to itself, and to its contact."""
    match place.kind:
        case PlaceKind.COMPANY:
            return Need.company_id == place.id
        case PlaceKind.NEED:
            return Need.id == place.id
        case PlaceKind.PERSON:
            return Need.contact_id == place.id
        case _:
            return sa.false()


def consents_at(place: Place) -> sa.ColumnElement[bool]:
    """Return the condition that a company's answer stands and belongs to a place: where its need does, and a match."""
    match place.kind:
        case PlaceKind.PERSON:
            where = Consent.person_id == place.id
        case PlaceKind.MATCH:
            where = Consent.need_id.in_(sa.select(Match.need_id).where(matches_at(place)))
        case _:
            where = Consent.need_id.in_(sa.select(Need.id).where(needs_at(place)))
    return sa.and_(Consent.taken_back_at.is_(None), where)


def meetings_at(place: Place) -> sa.ColumnElement[bool]:
    """Return the condition that a meeting stands and belongs to a place: its match does, or one who was there is it."""
    stands = Meeting.taken_back_at.is_(None)
    if place.kind is PlaceKind.PERSON:
        met = sa.select(meeting_person.c.meeting_id).where(meeting_person.c.person_id == place.id)
        return sa.and_(Meeting.id.in_(met), stands)
    return sa.and_(Meeting.match_id.in_(sa.select(Match.id).where(matches_at(place))), stands)


def files_at(place: Place) -> sa.ColumnElement[bool]:
    """Return the condition that a file stands and belongs to a place, as a note does; none belongs to a person."""
    if place.kind is PlaceKind.PERSON:
        return sa.false()
    put = [sa.select(RecordFile.id).where(getattr(RecordFile, place.column) == place.id)]
    if place.kind in (PlaceKind.COMPANY, PlaceKind.NEED, PlaceKind.INFRASTRUCTURE):
        of_match = RecordFile.match_id.in_(sa.select(Match.id).where(matches_at(place)))
        put.append(sa.select(RecordFile.id).where(of_match))
    if place.kind is PlaceKind.COMPANY:
        put.append(sa.select(RecordFile.id).where(RecordFile.need_id.in_(sa.select(Need.id).where(needs_at(place)))))
    return sa.and_(RecordFile.taken_back_at.is_(None), RecordFile.id.in_(sa.union_all(*put)))


def notes_at(place: Place) -> sa.ColumnElement[bool]:
    """Return the condition that a note stands and belongs to a place.

    It belongs to what it was written on, and from there upwards: from a match to its need, company and
    infrastructure, from a need to its company, from a person to where they had a role on the note's day.
    """
    written = [sa.select(Note.id).where(getattr(Note, place.column) == place.id)]
    if place.kind in (PlaceKind.COMPANY, PlaceKind.NEED, PlaceKind.INFRASTRUCTURE):
        written.append(sa.select(Note.id).where(Note.match_id.in_(sa.select(Match.id).where(matches_at(place)))))
    if place.kind is PlaceKind.COMPANY:
        written.append(sa.select(Note.id).where(Note.need_id.in_(sa.select(Need.id).where(needs_at(place)))))
    if place.kind in (PlaceKind.COMPANY, PlaceKind.INFRASTRUCTURE):
        written.append(
            sa.select(Note.id)
            .join(PersonRole, PersonRole.person_id == Note.person_id)
            .where(getattr(PersonRole, place.column) == place.id, held_on(Note.happened_on))
        )
    # Each branch finds its own by an index, which a condition joined by OR would not.
    return sa.and_(Note.taken_back_at.is_(None), Note.id.in_(sa.union_all(*written)))
