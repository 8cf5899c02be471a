"""What is done with changes of a profile: drafts are published or thrown away, published ones are asked back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.infrastructures import drafts
from app.infrastructures.profile_values import values_of
from app.infrastructures.queries import get_own
from app.profile_changes.queries import get_change, get_profile
from models.accounts import User
from models.base import require_version
from models.clock import now
from models.errors import DomainError, NotFoundError, StaleRecordError
from models.infrastructures import Infrastructure
from models.profile_changes import ProfileChange


class DraftInTheWayError(DomainError):
    """A draft that waits says something else of what is to be changed back, and would lose it."""

    code = "draft_in_the_way"


def version_of_all(infrastructure: Infrastructure, waiting: Sequence[ProfileChange]) -> int:
    """Return what stands for a unit's profile with all its drafts, as the page of changes shows them."""
    return drafts.version_beside(infrastructure.facts_version, waiting)


def publish_all(session: Session, *, actor: User, infrastructure_id: int, version: int | None) -> None:
    """Publish all drafts of a unit; raises NotFoundError, and StaleRecordError when they are not those that were shown.

    `version` is that of `version_of_all`.
    """
    infrastructure = get_profile(session, actor, infrastructure_id, lock=True)
    waiting = drafts.list_drafts(session, infrastructure_id)
    if version != version_of_all(infrastructure, waiting):
        raise StaleRecordError
    drafts.publish(session, actor=actor, drafts=waiting)


def discard(session: Session, *, actor: User, change_id: int, version: int | None) -> int:
    """Throw a draft away, and return of which unit it was; raises NotFoundError and StaleRecordError."""
    draft = _change(session, actor, change_id, is_draft=True)
    require_version(draft, version)
    session.delete(draft)
    session.flush()
    return draft.infrastructure_id


def get_published(session: Session, actor: User, change_id: int) -> ProfileChange:
    """Return a published change of a unit that the actor may change; raises NotFoundError."""
    return _change(session, actor, change_id, is_draft=False)


def ask_back(session: Session, *, change: ProfileChange, why: str, version: int | None) -> None:
    """Ask a unit to change back what it published; raises StaleRecordError."""
    require_version(change, version)
    change.asked_back, change.asked_back_at = why, now()
    session.flush()


def put_back(session: Session, *, actor: User, change_id: int, version: int | None) -> int:
    """Put the words that a published change took away in a draft, and return of which unit.

    Raises NotFoundError, StaleRecordError, and DraftInTheWayError where a draft changes the same to something else.
    """
    change = get_published(session, actor, change_id)
    get_own(session, actor, change.infrastructure_id, lock=True)
    require_version(change, version)
    record = change.capability or change.infrastructure
    draft = drafts.find_draft(session, record)
    waiting = draft.after if draft else {}
    if any(waiting.get(name, former) != former for name, former in change.before.items()):
        raise DraftInTheWayError
    said = {**values_of(record), **waiting, **change.before}
    drafts.save_draft(session, actor=actor, record=record, said=said, version=drafts.shown_version(record, draft))
    change.asked_back_at = None
    session.flush()
    return change.infrastructure_id


def _change(session: Session, actor: User, change_id: int, *, is_draft: bool) -> ProfileChange:
    change = get_change(session, actor, change_id)
    if (change.published_at is None) is not is_draft:
        raise NotFoundError
    return change
