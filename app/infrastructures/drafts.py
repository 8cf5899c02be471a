"""Drafts of a unit's profile: staff's changes of what outsiders read are kept here until they publish them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.addresses import HIGHEST_NUMBER
from app.infrastructures.profile_values import CONCEPTS, Values, put_values, values_of
from models.accounts import User
from models.clock import now
from models.errors import StaleRecordError
from models.infrastructures import Capability, Infrastructure
from models.profile_changes import ProfileChange
from models.vocabulary import Concept

_DRAFT = ProfileChange.published_at.is_(None)


def list_drafts(session: Session, infrastructure_id: int) -> Sequence[ProfileChange]:
    """Return a unit's drafts, of its facts first, with who wrote them and the capabilities they are of."""
    return session.scalars(
        sa.select(ProfileChange)
        .where(ProfileChange.infrastructure_id == infrastructure_id, _DRAFT)
        .options(
            joinedload(ProfileChange.by),
            joinedload(ProfileChange.infrastructure),
            joinedload(ProfileChange.capability).selectinload(Capability.concepts),
        )
        .order_by(sa.func.coalesce(ProfileChange.capability_id, 0))
    ).all()


@dataclass(frozen=True, slots=True)
class DraftCount:
    """How many of a unit's things have a draft, and how many published changes the office asks to have changed back.

    `of_capabilities` are the numbers of the capabilities that have one.
    """

    drafts: int
    asked_back: int
    of_capabilities: frozenset[int]

    def is_first(self, capability: Capability) -> bool:
        """Tell whether a capability is written but was never published: it has its first version, and a draft."""
        return not capability.is_active and capability.version == 1 and capability.id in self.of_capabilities


def count_drafts(session: Session, infrastructure_id: int) -> DraftCount:
    """Return what waits for a unit's staff, in one statement."""
    rows = session.execute(
        sa.select(ProfileChange.capability_id, ProfileChange.published_at, ProfileChange.asked_back_at).where(
            ProfileChange.infrastructure_id == infrastructure_id,
            sa.or_(_DRAFT, ProfileChange.asked_back_at.is_not(None)),
        )
    ).all()
    drafts = [row.capability_id for row in rows if row.published_at is None]
    asked_back = sum(row.asked_back_at is not None for row in rows)
    return DraftCount(len(drafts), asked_back, frozenset(each for each in drafts if each is not None))


def find_draft(session: Session, record: Infrastructure | Capability) -> ProfileChange | None:
    """Return the draft of a unit's facts or of a capability; None where what is published is all there is."""
    if isinstance(record, Capability):
        of_it = ProfileChange.capability_id == record.id
    else:
        of_it = sa.and_(ProfileChange.infrastructure_id == record.id, ProfileChange.capability_id.is_(None))
    return session.scalar(sa.select(ProfileChange).where(of_it, _DRAFT))


def shown_version(record: Infrastructure | Capability, draft: ProfileChange | None) -> int:
    """Return what stands for a record and its draft as they are: the version of a form over both."""
    return version_beside(record.version, [draft] if draft else [])


def version_beside(version: int, drafts: Sequence[ProfileChange]) -> int:
    """Return what stands for a version with drafts beside it; without any, it is the version.

    No sum would do: a draft that is thrown away and written anew begins again, even with the number of the former.
    """
    if not drafts:
        return version
    told = [version, *((draft.id, draft.version, draft.at.timestamp()) for draft in drafts)]
    return crc32(repr(told).encode()) % HIGHEST_NUMBER


def save_draft(
    session: Session, *, actor: User, record: Infrastructure | Capability, said: Values, version: int | None
) -> ProfileChange | None:
    """Keep what staff want a record to say; None where that is what is published, and then no draft is left.

    The unit's row must be held. Raises StaleRecordError when somebody changed the record or its draft since.
    """
    draft = find_draft(session, record)
    if version != shown_version(record, draft):
        raise StaleRecordError
    stands = values_of(record)
    after = {name: value for name, value in said.items() if value != stands[name]}
    if not after:
        if draft is not None:
            session.delete(draft)
            session.flush()
        return None
    written = {"before": {name: stands[name] for name in after}, "after": after, "by_id": actor.id, "at": now()}
    if draft is None:
        is_capability = isinstance(record, Capability)
        infrastructure_id = record.infrastructure_id if isinstance(record, Capability) else record.id
        draft = ProfileChange(
            infrastructure_id=infrastructure_id, capability_id=record.id if is_capability else None, **written
        )
        session.add(draft)
    else:
        for name, value in written.items():
            setattr(draft, name, value)
    session.flush()
    return draft


def publish(session: Session, *, actor: User, drafts: Sequence[ProfileChange]) -> None:
    """Let outsiders read what drafts say; what each takes away is kept beside it. The unit's row must be held."""
    for draft in drafts:
        record = draft.capability or draft.infrastructure
        stands = values_of(record)
        draft.before = {name: stands[name] for name in draft.after}
        if draft.after.get("is_active"):
            # What is offered for the first time is told whole.
            draft.after = {**stands, **draft.after}
        put_values(record, draft.after, concepts_of(session, draft.after))
        draft.published_at, draft.published_by_id = now(), actor.id
    session.flush()


def concepts_of(session: Session, values: Values) -> Sequence[Concept]:
    """Return the concepts that values name."""
    numbers = values.get(CONCEPTS, ())
    if not numbers:
        return ()
    return session.scalars(sa.select(Concept).where(Concept.id.in_(numbers)).order_by(Concept.id)).all()
