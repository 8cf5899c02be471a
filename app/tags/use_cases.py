"""What is done with tags: put on and taken off, renamed, merged, removed and put back."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.locks import lock_rows
from app.tags.places import TaggedRecord
from app.tags.queries import find_emptied, find_named, get_tag
from app.tags.refusals import TagMergedOnError, TagNamedSinceError
from models.accounts import User
from models.base import require_unchanged
from models.clock import now
from models.errors import NotAllowedError, StaleRecordError
from models.tags import Tag, Tagging


def put_on(session: Session, *, actor: User, record: TaggedRecord, name: str) -> tuple[Tag, bool]:
    """Put a tag on a record, made where no tag in use is called so; False tells that it was there already.

    Raises NotAllowedError outside the office.
    """
    tag = tag_to_put_on(session, actor=actor, name=name, is_demo=record.is_demo)
    return tag, _put(session, tag, record)


def tag_to_put_on(session: Session, *, actor: User, name: str, is_demo: bool) -> Tag:
    """Return the tag of a name, locked and in use, made where there is none; raises NotAllowedError."""
    if not actor.role.is_office:
        raise NotAllowedError
    tag = find_named(session, actor, name) or find_emptied(session, actor, name)
    if tag is None:
        tag = Tag(name=name, is_demo=is_demo)
        session.add(tag)
        session.flush()
    tag = lock_tag(session, actor, tag.id)
    if tag.taken_back_at is not None:
        # Its number stands in saved views, which find again what has it.
        take_up(session, actor, tag)
        tag.name = name
    return tag


def put_on_again(session: Session, *, actor: User, record: TaggedRecord, tag_id: int) -> None:
    """Put back a tag that was taken off; raises StaleRecordError when it was removed, or put on again, meanwhile."""
    tag = lock_tag(session, actor, tag_id)
    if tag.taken_back_at is not None:
        take_up(session, actor, tag)
    if not _put(session, tag, record):
        raise StaleRecordError


def take_off(session: Session, *, actor: User, record: TaggedRecord, tag_id: int) -> Tag:
    """Take a tag off a record; one that then stands on nothing is no longer in use.

    Raises StaleRecordError when it is not there any more.
    """
    tag = lock_tag(session, actor, tag_id)
    tagging = _find(session, tag, record)
    if tagging is None or tag.taken_back_at is not None:
        raise StaleRecordError
    session.delete(tagging)
    session.flush()
    drop_where_empty(session, tag)
    return tag


def drop_where_empty(session: Session, tag: Tag) -> None:
    """Let a tag that stands on nothing be no longer in use."""
    if not session.scalar(sa.select(sa.exists().where(Tagging.tag_id == tag.id))):
        tag.taken_back_at = now()
        session.flush()


def rename(session: Session, *, actor: User, tag_id: int, name: str, version: int | None) -> Tag:
    """Call a tag something else, which no other tag in use is called; raises StaleRecordError."""
    tag = _require(session, actor, tag_id, version, removed=False)
    tag.name = name
    session.flush()
    return tag


def merge(session: Session, *, actor: User, tag_id: int, into: Tag, version: int | None) -> Tag:
    """Let a tag become one with another, which then stands on all that either stood on; raises StaleRecordError.

    What the tag itself stood on is kept with it, so that it can be put back as it was.
    """
    lock_rows(session, Tag, [tag_id, into.id])
    tag = _require(session, actor, tag_id, version, removed=False)
    if into.taken_back_at is not None:
        raise StaleRecordError
    there = {tuple(tagging.record.items()) for tagging in _taggings(session, into)}
    for tagging in _taggings(session, tag):
        if tuple(tagging.record.items()) not in there:
            session.add(Tagging(tag_id=into.id, brought_by_id=tag.id, **tagging.record))
    tag.taken_back_at, tag.merged_into_id = now(), into.id
    session.flush()
    return tag


def remove_tag(session: Session, *, actor: User, tag_id: int, version: int | None) -> Tag:
    """Take a tag off everything; what it stood on is kept, so that it can be put back. Raises StaleRecordError."""
    tag = _require(session, actor, tag_id, version, removed=False)
    tag.taken_back_at = now()
    session.flush()
    return tag


def put_tag_back(session: Session, *, actor: User, tag_id: int, version: int | None) -> Tag:
    """Put back a tag that was removed or merged, on all that it stood on.

    Raises StaleRecordError, TagNamedSinceError when another tag has its name by now, and TagMergedOnError when the one
    it became is no longer in use.
    """
    lock_rows(session, Tag, [tag_id, get_tag(session, actor, tag_id).merged_into_id])
    tag = _require(session, actor, tag_id, version, removed=True)
    if find_named(session, actor, tag.name) is not None:
        raise TagNamedSinceError
    if tag.merged_into_id is not None:
        into = get_tag(session, actor, tag.merged_into_id)
        if into.taken_back_at is not None:
            raise TagMergedOnError
        for tagging in _taggings(session, into):
            if tagging.brought_by_id == tag.id:
                session.delete(tagging)
    tag.taken_back_at = tag.merged_into_id = None
    session.flush()
    return tag


def lock_tag(session: Session, actor: User, tag_id: int) -> Tag:
    """Return a tag that nobody else puts on, takes off or removes until the transaction ends."""
    lock_rows(session, Tag, [tag_id])
    return get_tag(session, actor, tag_id)


def take_up(session: Session, actor: User, tag: Tag) -> None:
    """Use a tag again that stood on nothing; raises StaleRecordError for one that was removed from records."""
    if tag.merged_into_id is not None or _taggings(session, tag) or find_named(session, actor, tag.name) is not None:
        raise StaleRecordError
    tag.taken_back_at = None


def _put(session: Session, tag: Tag, record: TaggedRecord) -> bool:
    if _find(session, tag, record) is not None:
        return False
    session.add(Tagging(tag_id=tag.id, **record.argument))
    session.flush()
    return True


def _find(session: Session, tag: Tag, record: TaggedRecord) -> Tagging | None:
    return session.scalar(sa.select(Tagging).filter_by(tag_id=tag.id, **record.argument))


def _taggings(session: Session, tag: Tag) -> list[Tagging]:
    return list(session.scalars(sa.select(Tagging).where(Tagging.tag_id == tag.id).order_by(Tagging.id)))


def _require(session: Session, actor: User, tag_id: int, version: int | None, *, removed: bool) -> Tag:
    tag = lock_tag(session, actor, tag_id)
    require_unchanged(tag, version, taken_back=removed)
    return tag
