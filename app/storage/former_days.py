"""What records once held and hold no longer, read from the audit trail: what was true then, though it is not now.

What happened belongs to the day that the record tells, whenever it was written. What was ended later, as when a need is
opened again or a gate is no longer passed, was true from its day until it was ended. A day that was put right in place
of another was never true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.storage.kept_answers import kept
from models.audit import AuditEntry
from models.clock import day_of

# The columns of each table that somebody asks for as they were.
_ASKED: Final = {
    "need": ("closed_on",),
    "infrastructure": ("opened_on", "confirmed_on"),
    "readiness_item": ("level",),
}


@dataclass(frozen=True, slots=True)
class FormerDay:
    """A day that a record held until it was taken away, which was on another: from the one, before the other."""

    first: date
    ended_on: date

    def holds(self, day: date) -> bool:
        """Tell whether it was true at the end of a day."""
        return self.first <= day < self.ended_on


def day_held(current: date | None, former: Sequence[FormerDay], day: date) -> date | None:
    """Return the day that a record holds or held at the end of a day; None where it held none, or a later one."""
    if current is not None and current <= day:
        return current
    return next((each.first for each in former if each.holds(day)), None)


def removed_days(session: Session, column: InstrumentedAttribute[Any]) -> Mapping[int, Sequence[FormerDay]]:
    """Return by record the days of a column that were taken away since, in their order."""
    found: dict[int, list[FormerDay]] = {}
    for number, (old, new), ended_on in _changes(session, column):
        if old is not None and new is None:
            found.setdefault(number, []).append(FormerDay(old, ended_on))
    return found


def replaced_days(session: Session, column: InstrumentedAttribute[Any]) -> Mapping[int, Sequence[date]]:
    """Return by record every day that a column has held before, in their order."""
    found: dict[int, list[date]] = {}
    for number, (old, _new), _on in _changes(session, column):
        if old is not None:
            found.setdefault(number, []).append(old)
    return found


def values_held(session: Session, column: InstrumentedAttribute[Any]) -> Mapping[int, Sequence[tuple[Any, date]]]:
    """Return by record each value that a column has held before and the day on which it ended, in their order."""
    found: dict[int, list[tuple[Any, date]]] = {}
    for number, (old, _new), ended_on in _changes(session, column):
        found.setdefault(number, []).append((old, ended_on))
    return found


def value_on(current: Any, held: Sequence[tuple[Any, date]], day: date) -> Any:
    """Return what a column held at the end of a day, of what it holds and has held."""
    return next((value for value, ended_on in held if ended_on > day), current)


# What a column held before a change and after it: days, or small numbers.
_Change = tuple[Any, Any]


def _changes(session: Session, column: InstrumentedAttribute[Any]) -> Sequence[tuple[int, _Change, date]]:
    """Return each change of a column: the record, what it held and holds, and the day of the change.

    All columns of a table that anybody asks for are read at once, and kept until a record changes.
    """
    table = column.class_.__tablename__
    changes: Mapping[str, Sequence[tuple[int, _Change, date]]] = kept(
        session, ("changed days", table), lambda: _read(session, table)
    )
    return changes[column.key]


def _read(session: Session, table: str) -> Mapping[str, Sequence[tuple[int, _Change, date]]]:
    text = sa.cast(AuditEntry.changes, sa.Text)
    found: dict[str, list[tuple[int, _Change, date]]] = {name: [] for name in _ASKED[table]}
    entries = session.execute(
        sa.select(AuditEntry.subject_id, AuditEntry.changes, AuditEntry.at)
        .where(
            AuditEntry.subject == table,
            AuditEntry.action == "update",
            sa.or_(*(text.contains(f'"{name}"') for name in found)),
        )
        .order_by(AuditEntry.id)
    )
    for subject_id, changes, at in entries:
        for name in found.keys() & changes.keys():
            old, new = changes[name]
            found[name].append((int(subject_id), (_value(old), _value(new)), day_of(at)))
    return found


def _value(stored: str | int | None) -> date | int | None:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored
