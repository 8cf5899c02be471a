"""What refers to a company or a person, read from the models, so that no table that is added later is forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.likeness.facts import RecordKind
from models.base import Base
from models.organisations import SmfDeclaration
from models.people import PersonRole

# A row's primary key by column, without the column that names the record.
RowKey = dict[str, Any]
# Two rows of which only one can be the same record's: the one that goes, and the one that stays.
Clash = tuple[RowKey, RowKey]
# Made of the record anew, and gone with it.
_MADE_ANEW: Final = frozenset({"double_key"})


@dataclass(frozen=True)
class RecordReference:
    """A column in which a table's rows name a record."""

    table: sa.Table
    column: sa.Column[Any]

    @property
    def name(self) -> str:
        """Return table.column."""
        return f"{self.table.name}.{self.column.name}"

    @property
    def key_columns(self) -> list[sa.Column[Any]]:
        """Return the columns that tell the rows of one record apart."""
        return [each for each in self.table.primary_key.columns if each is not self.column]

    def is_of(self, number: int) -> sa.ColumnElement[bool]:
        """Return the condition that a row names a record."""
        return self.column == number

    def is_row(self, key: RowKey) -> sa.ColumnElement[bool]:
        """Return the condition that a row has a key."""
        return sa.and_(*(self.table.c[name] == value for name, value in key.items()))

    def keys(self, session: Session, condition: sa.ColumnElement[bool]) -> list[RowKey]:
        """Return the keys of the rows that fit."""
        rows = session.execute(sa.select(*self.key_columns).where(condition).order_by(*self.key_columns))
        return [dict(row._mapping) for row in rows]


@cache
def references_to(kind: RecordKind) -> tuple[RecordReference, ...]:
    """Return every column that names a record of a kind, in the order in which tables depend on each other."""
    number = kind.record.__table__.c["id"]
    tables = (table for table in Base.metadata.sorted_tables if table.name not in _MADE_ANEW)
    return tuple(
        RecordReference(table, foreign.parent)
        for table in tables
        for foreign in sorted(table.foreign_keys, key=lambda each: str(each.parent.name))
        if foreign.column is number
    )


def count_references(session: Session, kind: RecordKind, number: int) -> tuple[int, ...]:
    """Return how many rows name a record, of each reference in its order, in one statement."""
    rows = (
        sa.select(sa.func.count()).select_from(each.table).where(each.is_of(number)) for each in references_to(kind)
    )
    return tuple(session.execute(sa.select(*(each.scalar_subquery() for each in rows))).one())


def find_clashes(session: Session, reference: RecordReference, stays: int, goes: int) -> list[Clash]:
    """Return the rows of a record that cannot stand beside those of another once the two are one.

    What the table keeps unique is read from it; what the trade keeps apart besides stands in `_ALSO`.
    """
    found: list[Clash] = []
    for columns in _unique_with(reference):
        mine, theirs = reference.table.alias(), reference.table
        same = (mine.c[name] == theirs.c[name] for name in columns)
        names = [each.name for each in reference.key_columns]
        rows = sa.select(*(theirs.c[name] for name in names), *(mine.c[name] for name in names)).where(
            reference.is_of(goes), mine.c[reference.column.name] == stays, *same
        )
        for row in session.execute(rows):
            found.append(
                (dict(zip(names, row[: len(names)], strict=True)), dict(zip(names, row[len(names) :], strict=True)))
            )
    if reference.name in _ALSO:
        found += [clash for clash in _ALSO[reference.name](session, stays, goes) if clash not in found]
    return found


def _unique_with(reference: RecordReference) -> Iterator[list[str]]:
    """Yield the other columns of each set that the table keeps unique and that the reference is in."""
    sets: list[Any] = [
        each for each in reference.table.constraints if isinstance(each, (sa.PrimaryKeyConstraint, sa.UniqueConstraint))
    ]
    sets += [each for each in reference.table.indexes if each.unique]
    for each in sets:
        names = [column.name for column in each.columns]
        if reference.column.name in names:
            yield [name for name in names if name != reference.column.name]


def _overlapping_years(session: Session, stays: int, goes: int) -> list[Clash]:
    """Return the accounting years that share a day; an estimate and the accounts stand beside each other."""
    mine, theirs = (
        session.scalars(
            sa.select(SmfDeclaration).where(SmfDeclaration.company_id == number).order_by(SmfDeclaration.id)
        ).all()
        for number in (stays, goes)
    )
    return [
        ({"id": each.id}, {"id": other.id})
        for each in theirs
        for other in mine
        if each.is_estimate == other.is_estimate and each.overlaps(other)
    ]


def _same_role(whose: str) -> Callable[[Session, int, int], list[Clash]]:
    """Return what finds the roles that one person has in one place at one time, by whom or where they are the same."""
    ends = tuple(name for name in ("person_id", "company_id", "host_id", "infrastructure_id") if name != whose)

    def find(session: Session, stays: int, goes: int) -> list[Clash]:
        column = getattr(PersonRole, whose)
        mine, theirs = (
            session.scalars(sa.select(PersonRole).where(column == number).order_by(PersonRole.id)).all()
            for number in (stays, goes)
        )
        found = []
        for each in theirs:
            other = next((role for role in mine if _is_same(each, role, ends)), None)
            if other is not None:
                found.append(({"id": each.id}, {"id": other.id}))
        return found

    return find


def _is_same(one: PersonRole, other: PersonRole, ends: Sequence[str]) -> bool:
    apart = (one.ended_on and other.started_on and one.ended_on < other.started_on) or (
        other.ended_on and one.started_on and other.ended_on < one.started_on
    )
    return not apart and all(getattr(one, name) == getattr(other, name) for name in ends)


_ALSO: Mapping[str, Callable[[Session, int, int], list[Clash]]] = {
    "smf_declaration.company_id": _overlapping_years,
    "person_role.company_id": _same_role("company_id"),
    "person_role.person_id": _same_role("person_id"),
}
