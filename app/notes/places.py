"""Where a note is written: the record behind an address, as far as the reader may see it, and its page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.companies.queries import get_company
from app.infrastructures.queries import get_own
from app.matches.queries import get_match
from app.needs.queries import get_need
from app.people.queries import get_person
from app.timeline.places import Place, PlaceKind
from app.web.i18n import named
from models.accounts import User
from models.infrastructures import Infrastructure
from models.matches import Match
from models.needs import Need
from models.notes import Note
from models.organisations import Company
from models.people import Person

Record = Company | Person | Need | Match | Infrastructure
_PAGES = {
    PlaceKind.COMPANY: "companies.show",
    PlaceKind.PERSON: "people.show",
    PlaceKind.NEED: "needs.show",
    PlaceKind.MATCH: "matches.show",
    PlaceKind.INFRASTRUCTURE: "infrastructures.show",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A place with its name."""

    place: Place
    name: str
    is_demo: bool

    @property
    def url(self) -> str:
        """Return the place's page, at its timeline."""
        return f"{self.page_url}#timeline"

    @property
    def page_url(self) -> str:
        """Return the place's page."""
        return url_for(_PAGES[self.place.kind], **self.place.argument)


def find_place(session: Session, actor: User, where: Mapping[str, int]) -> Written:
    """Return the place of an address's one argument; raises NotFoundError outside the actor's scope."""
    ((column, number),) = where.items()
    place = Place(PlaceKind(column.removesuffix("_id")), number)
    record = _get(session, actor, place)
    return Written(place, _name(record), getattr(record, "is_demo", False))


def place_of(session: Session, actor: User, note: Note) -> Written:
    """Return the place that a note was written on."""
    return find_place(session, actor, dict(_where(note)))


def written_on(note: Note) -> Written:
    """Return the place of a note whose records are loaded, for a list whose reader may see all of it."""
    ((column, number),) = _where(note)
    place = Place(PlaceKind(column.removesuffix("_id")), number)
    return Written(place, _name(getattr(note, place.kind.value)), note.is_demo)


def _where(note: Note) -> Iterable[tuple[str, int]]:
    for kind in PlaceKind:
        column = f"{kind.value}_id"
        if (number := getattr(note, column)) is not None:
            yield column, number


def _get(session: Session, actor: User, place: Place) -> Record:
    match place.kind:
        case PlaceKind.COMPANY:
            return get_company(session, actor, place.id)
        case PlaceKind.PERSON:
            return get_person(session, actor, place.id)
        case PlaceKind.NEED:
            return get_need(session, actor, place.id)
        case PlaceKind.MATCH:
            return get_match(session, actor, place.id)
        case PlaceKind.INFRASTRUCTURE:
            return get_own(session, actor, place.id)


def name_of_match(match: Match) -> str:
    """Return the two whom a match is of; they must be loaded."""
    infrastructure = named(match.capability.infrastructure)
    pair: str = _("%(company)s and %(unit)s", company=match.need.company.name, unit=infrastructure)
    return pair


def _name(record: Record) -> str:
    if isinstance(record, Need):
        return record.title
    if isinstance(record, Match):
        return name_of_match(record)
    if isinstance(record, Infrastructure):
        return named(record)
    return record.name
