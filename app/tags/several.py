"""A tag put on several records of a kind at once, and taken off them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.tags.use_cases import drop_where_empty, lock_tag, tag_to_put_on, take_up
from models.accounts import User
from models.errors import StaleRecordError
from models.tags import Tag, TaggedKind, Tagging


def put_on_several(
    session: Session, *, actor: User, kind: TaggedKind, numbers: Sequence[int], name: str, is_demo: bool
) -> tuple[Tag, list[int]]:
    """Put a tag on records, made where no tag in use is called so; return it, and those that did not have it."""
    tag = tag_to_put_on(session, actor=actor, name=name, is_demo=is_demo)
    return tag, _put(session, tag, kind, numbers)


def put_on_again_several(
    session: Session, *, actor: User, kind: TaggedKind, numbers: Sequence[int], tag_id: int
) -> tuple[Tag, list[int]]:
    """Put a tag back that was taken off records; raises StaleRecordError where it was removed or merged meanwhile."""
    tag = lock_tag(session, actor, tag_id)
    if tag.taken_back_at is not None:
        take_up(session, actor, tag)
    return tag, _put(session, tag, kind, numbers)


def take_off_several(
    session: Session, *, actor: User, kind: TaggedKind, numbers: Sequence[int], tag_id: int
) -> tuple[Tag, list[int]]:
    """Take a tag off those of the records that have it, and return which; raises StaleRecordError for one not in use.

    One that then stands on nothing is no longer in use.
    """
    tag = lock_tag(session, actor, tag_id)
    if tag.taken_back_at is not None:
        raise StaleRecordError
    taggings = _taggings(session, tag, kind, numbers)
    for tagging in taggings.values():
        session.delete(tagging)
    session.flush()
    drop_where_empty(session, tag)
    return tag, [number for number in numbers if number in taggings]


def _put(session: Session, tag: Tag, kind: TaggedKind, numbers: Sequence[int]) -> list[int]:
    there = _taggings(session, tag, kind, numbers)
    new = [number for number in numbers if number not in there]
    session.add_all(Tagging(tag_id=tag.id, **{kind.column: number}) for number in new)
    session.flush()
    return new


def _taggings(session: Session, tag: Tag, kind: TaggedKind, numbers: Sequence[int]) -> dict[int, Tagging]:
    column = getattr(Tagging, kind.column)
    found = session.scalars(sa.select(Tagging).where(Tagging.tag_id == tag.id, column.in_(numbers)).order_by(column))
    return {getattr(tagging, kind.column): tagging for tagging in found}
