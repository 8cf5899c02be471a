"""Where a file is put: the record behind an address, as far as the reader may see it, and its page."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app.likeness.facts import RecordKind
from app.likeness.merged import raise_missing
from app.web.i18n import iso_date, named
from models.accounts import Role, User, user_infrastructure
from models.achievements import Achievement
from models.errors import NotFoundError
from models.files import RecordFile
from models.infrastructures import Capability, Infrastructure
from models.matches import Match
from models.needs import Need
from models.organisations import Company
from models.uses import Use


class FilePlaceKind(enum.StrEnum):
    """What files stand on; the name is also the table's."""

    COMPANY = "company"
    NEED = "need"
    MATCH = "match"
    USE = "use"
    INFRASTRUCTURE = "infrastructure"
    ACHIEVEMENT = "achievement"

    @property
    def column(self) -> str:
        """Return the name that its number has in rows and in addresses."""
        return f"{self.value}_id"


_RECORDS: Final[Mapping[FilePlaceKind, type[Any]]] = {
    FilePlaceKind.COMPANY: Company,
    FilePlaceKind.NEED: Need,
    FilePlaceKind.MATCH: Match,
    FilePlaceKind.USE: Use,
    FilePlaceKind.INFRASTRUCTURE: Infrastructure,
    FilePlaceKind.ACHIEVEMENT: Achievement,
}
# What a unit may be let see a file on; of a company and an achievement it sees nothing.
SHOWN_TO_INFRASTRUCTURES: Final = frozenset(
    {FilePlaceKind.NEED, FilePlaceKind.MATCH, FilePlaceKind.USE, FilePlaceKind.INFRASTRUCTURE}
)
_PARTIES: Final = (
    joinedload(Match.need).joinedload(Need.company),
    joinedload(Match.capability).joinedload(Capability.infrastructure),
)


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A record that files stand on; `match_id` is that of a use."""

    kind: FilePlaceKind
    id: int
    name: str
    is_demo: bool
    match_id: int | None = None

    @property
    def columns(self) -> dict[str, int | None]:
        """Return how a file's row names the record."""
        use = {"match_id": self.match_id} if self.kind is FilePlaceKind.USE else {}
        return {self.kind.column: self.id, **use}

    @property
    def url(self) -> str:
        """Return the page that its files stand on."""
        return page_of(self.kind, self.id)


def page_of(kind: FilePlaceKind, number: int) -> str:
    """Return the page of a record, at its files."""
    endpoint = "uses.edit" if kind is FilePlaceKind.USE else f"{_ROOMS[kind]}.show"
    values: dict[str, Any] = {kind.column: number}
    return url_for(endpoint, **values, _anchor="files")


_ROOMS: Final = {
    FilePlaceKind.COMPANY: "companies",
    FilePlaceKind.NEED: "needs",
    FilePlaceKind.MATCH: "matches",
    FilePlaceKind.INFRASTRUCTURE: "infrastructures",
    FilePlaceKind.ACHIEVEMENT: "achievements",
}


def kind_of_place(file: RecordFile) -> FilePlaceKind:
    """Return what a file stands on: its use rather than the match that this is of."""
    if file.use_id is not None:
        return FilePlaceKind.USE
    return next(kind for kind in FilePlaceKind if getattr(file, kind.column) is not None)


def with_record_names() -> tuple[_AbstractLoad, ...]:
    """Return what loads the names of the records that files stand on, and nothing else of them."""
    match = joinedload(RecordFile.match).load_only(Match.need_id, raiseload=True)
    return (
        joinedload(RecordFile.company).load_only(Company.name, raiseload=True),
        joinedload(RecordFile.need).load_only(Need.title, raiseload=True),
        joinedload(RecordFile.infrastructure).load_only(Infrastructure.name_sv, Infrastructure.name_en, raiseload=True),
        match.joinedload(Match.need).load_only(Need.title, raiseload=True),
    )


def name_of_place(file: RecordFile) -> str:
    """Return what the record is called that a file stands on: a match's by its need; "" for an achievement's."""
    need = file.match.need if file.match is not None else file.need
    if need is not None:
        return need.title
    if file.infrastructure is not None:
        return named(file.infrastructure)
    return file.company.name if file.company is not None else ""


def find_file_place(session: Session, actor: User, where: Mapping[str, int]) -> FilePlace:
    """Return the record of an address's one argument, to put a file on; raises NotFoundError outside the scope.

    The office may put files on all, staff on the units that they act for.
    """
    ((column, number),) = where.items()
    kind = FilePlaceKind(column.removesuffix("_id"))
    record = session.scalar(_of_kind(kind).where(_RECORDS[kind].id == number, _may_write(actor, kind)))
    if record is None:
        if kind.value in set(RecordKind):
            raise_missing(session, actor, RecordKind(kind.value), number)
        raise NotFoundError
    match_id = record.match_id if isinstance(record, Use) else None
    return FilePlace(kind, number, _name(record), getattr(record, "is_demo", False), match_id)


def _may_write(actor: User, kind: FilePlaceKind) -> sa.ColumnElement[bool]:
    if actor.role.is_office:
        return sa.true()
    if actor.role is Role.STAFF and kind is FilePlaceKind.INFRASTRUCTURE:
        return Infrastructure.id.in_(infrastructures_of(actor))
    return sa.false()


def infrastructures_of(user: User) -> sa.Select[int]:
    """Return the selection of the numbers of the infrastructures that an account acts for."""
    return sa.select(user_infrastructure.c.infrastructure_id).where(user_infrastructure.c.user_id == user.id)


def _of_kind(kind: FilePlaceKind) -> sa.Select[Any]:
    rows = sa.select(_RECORDS[kind])
    if kind is FilePlaceKind.MATCH:
        return rows.options(*_PARTIES)
    if kind is FilePlaceKind.USE:
        return rows.options(joinedload(Use.match).options(*_PARTIES))
    return rows


def _name(record: Any) -> str:
    match record:
        case Company():
            return record.name
        case Need():
            return record.title
        case Infrastructure():
            return named(record)
        case Achievement():
            return record.title or iso_date(record.happened_on)
        case Use():
            said: str = _("The use from %(day)s", day=iso_date(record.started_on))
            return said
    pair: str = _(
        "%(company)s and %(unit)s",
        company=record.need.company.name,
        unit=named(record.capability.infrastructure),
    )
    return pair
