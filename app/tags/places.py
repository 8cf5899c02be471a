"""The four kinds of records that tags stand on: the record behind an address, and the page and list it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import Session

from app.likeness.facts import RecordKind
from app.likeness.merged import raise_missing
from app.web.i18n import named
from models.accounts import User
from models.errors import NotFoundError
from models.infrastructures import Infrastructure
from models.needs import Need
from models.organisations import Company
from models.people import Person
from models.tags import TaggedKind

Taggable = Company | Need | Person | Infrastructure
_RECORDS: Final[Mapping[TaggedKind, type[Any]]] = {
    TaggedKind.COMPANY: Company,
    TaggedKind.NEED: Need,
    TaggedKind.PERSON: Person,
    TaggedKind.INFRASTRUCTURE: Infrastructure,
}
_PAGES: Final = {
    TaggedKind.COMPANY: "companies.show",
    TaggedKind.NEED: "needs.show",
    TaggedKind.PERSON: "people.show",
    TaggedKind.INFRASTRUCTURE: "infrastructures.show",
}


@dataclass(frozen=True, slots=True)
class TaggedRecord:
    """A record that a tag is put on or taken off."""

    kind: TaggedKind
    id: int
    name: str
    is_demo: bool

    @property
    def argument(self) -> dict[str, Any]:
        """Return its number as an argument of an address, or as a value of a row that names it."""
        return {self.kind.column: self.id}

    @property
    def url(self) -> str:
        """Return the record's page."""
        return url_for(_PAGES[self.kind], **self.argument)


def find_tagged(session: Session, actor: User, where: Mapping[str, int]) -> TaggedRecord:
    """Return the record of an address's one argument; raises NotFoundError outside the office and for what is not.

    The office sees every record of the four kinds, and nobody else has anything to do with tags.
    """
    ((column, number),) = where.items()
    kind = TaggedKind(column.removesuffix("_id"))
    table = _RECORDS[kind]
    seen = sa.true() if actor.role.is_office else sa.false()
    record = session.scalar(sa.select(table).where(table.id == number, seen))
    if record is None:
        if kind.value in set(RecordKind):
            raise_missing(session, actor, RecordKind(kind.value), number)
        raise NotFoundError
    return TaggedRecord(kind, number, _name(record), getattr(record, "is_demo", False))


def list_url(kind: TaggedKind, tag_id: int) -> str:
    """Return where all records of a kind are that have a tag; people have no list but the one on the tag's page."""
    match kind:
        case TaggedKind.COMPANY:
            return url_for("companies.index", tag=tag_id)
        case TaggedKind.NEED:
            return url_for("needs.index", tag=tag_id, status="all")
        case TaggedKind.INFRASTRUCTURE:
            return url_for("infrastructures.index", tag=tag_id)
        case TaggedKind.PERSON:
            return url_for("tags.show", tag_id=tag_id, _anchor="people")


def _name(record: Taggable) -> str:
    if isinstance(record, Need):
        return record.title
    return named(record) if isinstance(record, Infrastructure) else record.name
