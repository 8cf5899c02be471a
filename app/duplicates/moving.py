"""Moves what refers to one record to another, sets aside what cannot stand beside it, and puts both back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.duplicates.references import Clash, RecordReference, RowKey, count_references, find_clashes, references_to
from app.likeness.facts import RecordKind
from app.storage.kept_rows import plain_value, typed_value
from models.base import Base
from models.doubles import DoublePair
from models.people import PersonRole

YEARS: Final = "smf_declaration.company_id"
_AT_ONCE: Final = 500
_ROLE: Final = ("title", "is_contact", "started_on", "ended_on")


@dataclass(frozen=True, slots=True)
class Moving:
    """How many rows of one reference go over, and which of them meet one that is there already."""

    reference: RecordReference
    count: int
    clashes: Sequence[Clash]


def plan_moves(session: Session, kind: RecordKind, *, stays: int, goes: int) -> list[Moving]:
    """Return what would move from one record to another; changes nothing."""
    counts = count_references(session, kind, goes)
    return [
        Moving(reference, count, find_clashes(session, reference, stays, goes) if count else [])
        for reference, count in zip(references_to(kind), counts, strict=True)
    ]


class Mover:
    """Moves rows and remembers it: `moved` by reference, `aside` whole rows, `changed` rows with before and after."""

    def __init__(self, session: Session, kind: RecordKind, *, stays: int, goes: int) -> None:
        """Take the two records."""
        self._session, self._kind, self._stays, self._goes = session, kind, stays, goes
        self.moved: dict[str, list[RowKey]] = {}
        self.aside: list[dict[str, Any]] = []
        self.changed: list[dict[str, Any]] = []

    def move_all(self, *, years_of_goer: bool) -> None:
        """Move every row; where two are the same one's, that of the record that stays stands.

        With `years_of_goer` the accounting years stand of the record that goes.
        """
        self._set_pair_aside()
        for reference in references_to(self._kind):
            for theirs, mine in find_clashes(self._session, reference, self._stays, self._goes):
                if reference.name == YEARS and years_of_goer:
                    self._set_aside(reference, mine, self._stays)
                    continue
                if reference.table is PersonRole.__table__:
                    self._join_roles(mine, theirs)
                self._set_aside(reference, theirs, self._goes)
            self._move(reference)

    def _move(self, reference: RecordReference) -> None:
        changed = (
            sa.update(reference.table)
            .where(reference.is_of(self._goes))
            .values({reference.column.name: self._stays})
            .returning(*reference.key_columns)
        )
        keys = [dict(row._mapping) for row in self._session.execute(changed)]
        if keys:
            self.moved[reference.name] = sorted(keys, key=lambda key: sorted(key.items()))

    def _set_aside(self, reference: RecordReference, key: RowKey, number: int) -> None:
        this = sa.and_(reference.is_row(key), reference.is_of(number))
        row = self._session.execute(sa.select(reference.table).where(this)).one_or_none()
        # One that meets two is set aside once.
        if row is not None:
            kept = {name: plain_value(value) for name, value in row._mapping.items()}
            self.aside.append({"table": reference.table.name, "row": kept})
            self._session.execute(sa.delete(reference.table).where(this))

    def _set_pair_aside(self) -> None:
        """Take away the pair that the two are, which would be one of a record with itself."""
        table, both = DoublePair.__table__, {self._stays, self._goes}
        one, other = table.c[f"{self._kind}_id"], table.c[f"other_{self._kind}_id"]
        reference = next(each for each in references_to(self._kind) if each.column is one)
        for key in reference.keys(self._session, sa.and_(one.in_(both), other.in_(both))):
            for number in both:
                self._set_aside(reference, key, number)

    def _join_roles(self, mine: RowKey, theirs: RowKey) -> None:
        """Let the role that stays say what either said: its title, whether it is a contact's, and the longer time."""
        session, number = self._session, mine["id"]
        stays, goes = (session.get_one(PersonRole, key["id"]) for key in (mine, theirs))
        before = {name: plain_value(getattr(stays, name)) for name in _ROLE}
        values = {
            "title": stays.title or goes.title,
            "is_contact": stays.is_contact or goes.is_contact,
            "started_on": _earliest(stays.started_on, goes.started_on),
            "ended_on": None
            if None in (stays.ended_on, goes.ended_on)
            else max(filter(None, (stays.ended_on, goes.ended_on))),
        }
        session.execute(sa.update(PersonRole).where(PersonRole.id == number).values(values))
        after = {name: plain_value(value) for name, value in values.items()}
        self.changed.append({"table": "person_role", "id": number, "before": before, "after": after})


def _earliest(one: Any, other: Any) -> Any:
    return None if one is None or other is None else min(one, other)


def move_back(
    session: Session, kind: RecordKind, moved: dict[str, list[RowKey]], *, stays: int, goes: int
) -> dict[str, int]:
    """Give rows back to the record they came from; returns of each reference how many are elsewhere or gone by now."""
    missing: dict[str, int] = {}
    for reference in references_to(kind):
        keys = moved.get(reference.name, [])
        given = sum(_give_back(session, reference, some, stays, goes) for some in _pieces(keys))
        if given < len(keys):
            missing[reference.name] = len(keys) - given
    return missing


def _give_back(session: Session, reference: RecordReference, keys: Sequence[RowKey], stays: int, goes: int) -> int:
    rows = sa.and_(reference.is_of(stays), sa.or_(*(reference.is_row(key) for key in keys)))
    back = sa.update(reference.table).where(rows).values({reference.column.name: goes})
    return len(session.execute(back.returning(*reference.key_columns)).all())


def _pieces(keys: Sequence[RowKey]) -> Iterable[Sequence[RowKey]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def put_aside_back(session: Session, aside: Iterable[dict[str, Any]]) -> None:
    """Write rows that were set aside as they were; one whose number another has by now gets a new one."""
    for each in aside:
        table = Base.metadata.tables[each["table"]]
        values = {name: typed_value(table.c[name], value) for name, value in each["row"].items()}
        if "id" in values and session.scalar(sa.select(sa.exists().where(table.c["id"] == values["id"]))):
            del values["id"]
        session.execute(sa.insert(table).values(values))
