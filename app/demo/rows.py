"""Which rows are demo data, which hang on them, and in which order they can go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.base import Base

Key = tuple[object, ...]
KeysByTable = dict[str, set[Key]]
_NAMED_AT_ONCE: Final = 500
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
    waiting = [(table, _keys(session, table, table.c.is_demo)) for table in demo_tables()]
    while waiting:
        table, found = waiting.pop()
        new = found - plan.goes[table.name]
        plan.goes[table.name] |= new
        for link in _links_to(table) if new else ():
            for some in _some_at_a_time(new):
                hanging = link.column.in_([key[0] for key in some])
                if link.can_let_go:
                    plan.lets_go[link] |= _keys(session, link.table, hanging)
                    continue
                stays = sa.false() if with_real_rows else _is_real(link.table)
                if in_the_way := _keys(session, link.table, hanging & stays):
                    plan.in_the_way[link.table.name] |= in_the_way
                waiting.append((link.table, _keys(session, link.table, hanging & ~stays)))
    return plan


def remove(session: Session, plan: Plan) -> Mapping[str, int]:
    """Remove what the plan says, children before parents, and return how many rows went from each table."""
    for link, keys in plan.let_go():
        for some in _some_at_a_time(keys):
            session.execute(sa.update(link.table).where(_among(link.table, some)).values({link.column.name: None}))
    counts = {}
    for table in reversed(Base.metadata.sorted_tables):
        # Rows that name others of their own table go in any order once they name none.
        for link in _links_to(table):
            for some in _some_at_a_time(plan.goes[table.name]) if link.table is table else ():
                session.execute(sa.update(table).where(_among(table, some)).values({link.column.name: None}))
        for some in _some_at_a_time(plan.goes[table.name]):
            session.execute(sa.delete(table).where(_among(table, some)))
        if plan.goes[table.name]:
            counts[table.name] = len(plan.goes[table.name])
    return counts


def _links_to(table: sa.Table) -> Iterator[Reference]:
    for other in Base.metadata.sorted_tables:
        for foreign in other.foreign_keys:
            if foreign.column.table is table:
                yield Reference(other, foreign.parent, table)


def _keys(session: Session, table: sa.Table, condition: sa.ColumnElement[bool]) -> set[Key]:
    return {tuple(row) for row in session.execute(sa.select(*table.primary_key.columns).where(condition))}


def _is_real(table: sa.Table) -> sa.ColumnElement[bool]:
    return ~table.c.is_demo if "is_demo" in table.c else sa.false()


def _among(table: sa.Table, keys: Sequence[Key]) -> sa.ColumnElement[bool]:
    return sa.tuple_(*table.primary_key.columns).in_(keys)


def _some_at_a_time(keys: Collection[Key]) -> Iterator[Sequence[Key]]:
    """Give keys in parts that a statement can name."""
    ordered = sorted(keys, key=str)
    return (ordered[start : start + _NAMED_AT_ONCE] for start in range(0, len(ordered), _NAMED_AT_ONCE))
