"""Reads of tags; the office sees all of them, nobody else any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.storage.kept_answers import kept
from app.storage.listing import ListState, Page, fetch_page
from models.accounts import User
from models.errors import NotFoundError
from models.people import Person, PersonRole
from models.tags import Tag, TaggedKind, Tagging, tag_key

SORTS = ("name",)


@dataclass(frozen=True, slots=True)
class KnownTag:
    """A tag as lists and fields offer it; one that is not in use stands for the one it became, if any."""

    id: int
    name: str
    is_used: bool
    merged_into_id: int | None


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with how many records of each kind have it."""

    tag: Tag
    counts: dict[TaggedKind, int]


def visible_tags(actor: User) -> sa.Select[Tag]:
    """Return the selection of tags that the actor may read, those that were removed among them."""
    return sa.select(Tag) if actor.role.is_office else sa.select(Tag).where(sa.false())


def get_tag(session: Session, actor: User, tag_id: int) -> Tag:
    """Return a tag, also one that was removed; raises NotFoundError outside the office."""
    tag = session.scalar(visible_tags(actor).where(Tag.id == tag_id))
    if tag is None:
        raise NotFoundError
    return tag


def find_named(session: Session, actor: User, name: str, *, besides: int | None = None) -> Tag | None:
    """Return the tag in use that a name means, however it is written; None for a new one, and for `besides`."""
    used = visible_tags(actor).where(Tag.name_sort == tag_key(name), Tag.taken_back_at.is_(None))
    return session.scalar(used if besides is None else used.where(Tag.id != besides))


def find_emptied(session: Session, actor: User, name: str) -> Tag | None:
    """Return the tag of a name that was taken off the last record it stood on, or None; locks nothing."""
    empty = ~sa.exists().where(Tagging.tag_id == Tag.id)
    gone = visible_tags(actor).where(Tag.taken_back_at.is_not(None), Tag.merged_into_id.is_(None), empty)
    return session.scalars(gone.where(Tag.name_sort == tag_key(name)).order_by(Tag.id.desc()).limit(1)).first()


def list_known(session: Session, actor: User) -> Sequence[KnownTag]:
    """Return every tag that was ever made, by name, for choosing among; kept until a record changes."""
    if not actor.role.is_office:
        return ()
    rows = visible_tags(actor).with_only_columns(Tag.id, Tag.name, Tag.taken_back_at, Tag.merged_into_id)

    def find() -> tuple[KnownTag, ...]:
        found = session.execute(rows.order_by(Tag.name_sort, Tag.id))
        return tuple(KnownTag(row.id, row.name, row.taken_back_at is None, row.merged_into_id) for row in found)

    return kept(session, ("tags",), find)


def list_tags_for(session: Session, actor: User, kind: TaggedKind, number: int) -> tuple[list[Tag], list[Tag]]:
    """Return the tags in use by name, those on a record and those that are not, in one statement."""
    stands = sa.exists().where(Tagging.tag_id == Tag.id, getattr(Tagging, kind.column) == number)
    used = visible_tags(actor).where(Tag.taken_back_at.is_(None)).add_columns(stands.correlate(Tag))
    on_it: list[Tag] = []
    others: list[Tag] = []
    for tag, is_on_it in session.execute(used.order_by(Tag.name_sort, Tag.id)):
        (on_it if is_on_it else others).append(tag)
    return on_it, others


def list_names_on(session: Session, actor: User, kind: TaggedKind, numbers: Sequence[int]) -> dict[int, list[KnownTag]]:
    """Return the tags in use on several records, by the record's number and each by name, in one statement."""
    column = getattr(Tagging, kind.column)
    rows = visible_tags(actor).join(Tagging, Tagging.tag_id == Tag.id).add_columns(column)
    rows = rows.where(column.in_(numbers), Tag.taken_back_at.is_(None)).order_by(Tag.name_sort, Tag.id)
    found: dict[int, list[KnownTag]] = {}
    for tag, number in session.execute(rows):
        found.setdefault(number, []).append(KnownTag(tag.id, tag.name, is_used=True, merged_into_id=None))
    return found


def has_tag(record: type[Any], tag: str | None) -> sa.ColumnElement[bool]:
    """Return the condition that a record of a table has the tag whose number an address has, or that of any record."""
    if not tag:
        return sa.true()
    column = getattr(Tagging, TaggedKind(record.__tablename__).column)
    condition: sa.ColumnElement[bool] = record.id.in_(
        sa.select(column).where(Tagging.tag_id == int(tag), column.is_not(None))
    )
    return condition


def list_tags(session: Session, actor: User, state: ListState) -> Page[TagRow]:
    """Return one page of the tags in use with how many records of each kind have them."""
    used = visible_tags(actor).where(Tag.taken_back_at.is_(None))
    if state.query:
        used = used.where(Tag.name_sort.contains(tag_key(state.query), autoescape=True))
    page = fetch_page(session, used, state, orders={"name": Tag.name_sort}, tie=Tag.id, kept_as=("tag pages",))
    counts = count_records(session, [tag.id for tag in page.rows])
    return Page([TagRow(tag, counts[tag.id]) for tag in page.rows], page.total, page.state, page.per_page)


def count_records(session: Session, tag_ids: Sequence[int]) -> dict[int, dict[TaggedKind, int]]:
    """Return by tag how many records of each kind have it, in one statement."""
    columns = [sa.func.count(getattr(Tagging, kind.column)) for kind in TaggedKind]
    rows = sa.select(Tagging.tag_id, *columns).where(Tagging.tag_id.in_(tag_ids)).group_by(Tagging.tag_id)
    counts = {number: dict.fromkeys(TaggedKind, 0) for number in tag_ids}
    for number, *found in session.execute(rows):
        counts[number] = dict(zip(TaggedKind, found, strict=True))
    return counts


def list_people(session: Session, actor: User, tag_id: int, state: ListState) -> Page[Person]:
    """Return one page of the people who have a tag, with where they are."""
    people = sa.select(Person) if actor.role.is_office else sa.select(Person).where(sa.false())
    roles = selectinload(Person.roles)
    rows = people.where(has_tag(Person, str(tag_id))).options(
        roles.joinedload(PersonRole.company),
        roles.joinedload(PersonRole.host),
        roles.joinedload(PersonRole.infrastructure),
    )
    return fetch_page(session, rows, state, orders={"name": Person.name_sort}, tie=Person.id)
