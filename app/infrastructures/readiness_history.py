"""What has become of one item of a ladder: each change of it from the audit trail, and what was written about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import TIMELINE_SHOWN
from models.accounts import User
from models.audit import AuditEntry
from models.readiness_items import ReadinessComment, ReadinessItem

# The columns whose changes are told, each as [before, after]; whose they are is personal, and not kept in the trail.
_TOLD: Final = ("level", "evidence", "due_on", "checked_on")


@dataclass(frozen=True, slots=True)
class ItemEvent:
    """One thing that became of an item: columns that changed, each with before and after, or a comment."""

    at: datetime
    by: str | None
    changes: dict[str, list[Any]]
    comment: str | None = None


def history_of(session: Session, item: ReadinessItem | None, comments: Sequence[ReadinessComment]) -> list[ItemEvent]:
    """Return what has become of an item, the newest first; `item` is None where nobody has assessed it."""
    said = [ItemEvent(each.at, each.by.name, {}, each.text) for each in comments]
    changed = [] if item is None else _changes(session, item.id)
    return sorted([*said, *changed], key=lambda event: event.at, reverse=True)


def _changes(session: Session, item_id: int) -> list[ItemEvent]:
    text = sa.cast(AuditEntry.changes, sa.Text)
    rows = session.execute(
        sa.select(AuditEntry.at, User.name, AuditEntry.changes)
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.subject == ReadinessItem.__tablename__,
            AuditEntry.subject_id == str(item_id),
            AuditEntry.action == "update",
            sa.or_(*(text.contains(f'"{name}": ', autoescape=True) for name in _TOLD)),
        )
        .order_by(AuditEntry.id.desc())
        .limit(TIMELINE_SHOWN)
    )
    return [
        ItemEvent(
            at, name, {column: pair for column, pair in changes.items() if column in _TOLD and pair[0] != pair[1]}
        )
        for at, name, changes in rows
    ]
