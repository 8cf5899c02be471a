"""Which rows are demo data, which hang on them, and in which order they can go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.base import Base

Key = tuple[object, ...]
KeysByTable = dict[str, set[Key]]
# The one name that a row of these can do without.
_CAN_DO_WITHOUT: Final = {"note": "author_id", "tagging": "brought_by_id"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A column in which one table's rows name another's."""

    table: sa.Table
    column: sa.Column[object]
    to: sa.Table

    @property
    def can_let_go(self) -> bool:
        """Tell whether a row can stay when what it names goes: it then names nothing.

        A letter cannot: it would be sent as if it told of somebody real. A role cannot either: it ties a person to a
        place, and without the place it says something else. A note can do without its author, not without its place; a
        tag on a record can do without the tag that brought it along.
        """
        if self.table.name in ("outbox_message", "person_role"):
            return False
        spared = _CAN_DO_WITHOUT.get(self.table.name)
        return bool(self.column.nullable) and (spared is None or self.column.name == spared)


@dataclass
class Plan:
    """What goes, what lets go, and which real rows stand in the way; each as table → primary keys."""

    goes: KeysByTable = field(default_factory=lambda: defaultdict(set))
    lets_go: dict[Reference, set[Key]] = field(default_factory=lambda: defaultdict(set))
    in_the_way: KeysByTable = field(default_factory=lambda: defaultdict(set))

    def let_go(self) -> Iterator[tuple[Reference, list[Key]]]:
        """Give each link with the rows that stay and will name nothing there."""
        for link, keys in self.lets_go.items():
            if staying := keys - self.goes[link.table.name]:
                yield link, sorted(staying, key=str)


def demo_tables() -> list[sa.Table]:
    """Return the tables whose rows say whether they are demo data."""
    return [table for table in Base.metadata.sorted_tables if "is_demo" in table.c]


def has_demo_rows(session: Session) -> bool:
    """Tell whether the database holds any demo row."""
    return any(session.scalar(sa.select(sa.exists().where(table.c.is_demo))) for table in demo_tables())


def plan_removal(session: Session, *, with_real_rows: bool) -> Plan:
    """Return what goes with the demo data.

    Parts of a demo row go with it. A real row that only names one lets go of it. A real row that cannot be without it
    stands in the way, unless it is told to go too, with all that hangs on it.
    """
    plan = Plan()
    waiting: list[tuple[sa.Table, Key]] = []
    for table in demo_tables():
        waiting += [(table, key) for key in _keys(session, table, table.c.is_demo)]
    while waiting:
        table, key = waiting.pop()
        if key in plan.goes[table.name]:
            continue
        plan.goes[table.name].add(key)
        for link in _links_to(table):
            for hanging in _keys(session, link.table, link.column == key[0]):
                if link.can_let_go:
                    plan.lets_go[link].add(hanging)
                elif "is_demo" in link.table.c and not with_real_rows and not _is_demo(session, link.table, hanging):
                    plan.in_the_way[link.table.name].add(hanging)
                else:
                    waiting.append((link.table, hanging))
    return plan


def remove(session: Session, plan: Plan) -> Mapping[str, int]:
    """Remove what the plan says, children before parents, and return how many rows went from each table."""
    for link, keys in plan.let_go():
        for key in keys:
            session.execute(sa.update(link.table).where(_is(link.table, key)).values({link.column.name: None}))
    counts = {}
    for table in reversed(Base.metadata.sorted_tables):
        # Rows that name others of their own table go in any order once they name none.
        for link in _links_to(table):
            for key in plan.goes[table.name] if link.table is table else ():
                session.execute(sa.update(table).where(_is(table, key)).values({link.column.name: None}))
        for key in plan.goes[table.name]:
            session.execute(sa.delete(table).where(_is(table, key)))
        if plan.goes[table.name]:
            counts[table.name] = len(plan.goes[table.name])
    return counts


def _links_to(table: sa.Table) -> Iterator[Reference]:
    for other in Base.metadata.sorted_tables:
        for foreign in other.foreign_keys:
            if foreign.column.table is table:
                yield Reference(other, foreign.parent, table)


def _keys(session: Session, table: sa.Table, condition: sa.ColumnElement[bool]) -> list[Key]:
    return [tuple(row) for row in session.execute(sa.select(*table.primary_key.columns).where(condition))]


def _is_demo(session: Session, table: sa.Table, key: Key) -> bool:
    return bool(session.scalar(sa.select(table.c.is_demo).where(_is(table, key))))


def _is(table: sa.Table, key: Key) -> sa.ColumnElement[bool]:
    return sa.and_(*(column == part for column, part in zip(table.primary_key.columns, key, strict=True)))
