"""What all kinds of records share when they are imported: how a row becomes values, and which record it means."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.queries import list_colleagues
from app.imports.faults import Fault
from app.imports.standing import linked
from app.likeness.facts import Facts, RecordKind
from app.storage.kept_rows import plain_value, typed_value
from models.base import Base, folded, swedish_sort_key

# What lists that leave as files write behind the name of a demo record, in either language.
_DEMO_MARK: Final = " (Demo)"


@dataclass(slots=True)
class RowRead:
    """A row while it is understood: its values by column, and by column what is wrong."""

    values: dict[str, Any]
    errors: dict[str, str | Fault] = field(default_factory=dict)
    is_demo: bool = False

    def refuse(self, key: str, fault: Fault) -> None:
        """Say that something is wrong, unless something was found already."""
        self.errors.setdefault(key, fault)


class KindRules(ABC):
    """What is on record of one kind, as it stood when the rules were made, and what rows mean beside it."""

    record: ClassVar[type[Base]]
    columns: ClassVar[tuple[str, ...]]
    name_key: ClassVar[str] = "name"
    likeness: ClassVar[RecordKind | None] = None
    # Relationships to load with a record that is changed or removed.
    links: ClassVar[tuple[str, ...]] = ()

    def __init__(self, session: Session) -> None:
        self.current: dict[int, dict[str, Any]] = {}
        table = self.record.__table__
        extra = [name for name in ("is_demo", "version") if name in table.c]
        for row in session.execute(sa.select(*(table.c[name] for name in ("id", *self.columns, *extra)))):
            self.current[row.id] = dict(row._mapping)
        self._colleagues = {
            swedish_sort_key(name): user.id for user in list_colleagues(session) for name in (user.name, user.email)
        }
        self.load(session)

    @abstractmethod
    def load(self, session: Session) -> None:
        """Read what rows are looked up in."""

    @abstractmethod
    def complete(self, row: RowRead) -> None:
        """Turn what cells say into what is kept, and refuse what does not fit together."""

    @abstractmethod
    def find(self, row: RowRead) -> list[int]:
        """Return the records that a row means, by what tells records of the kind apart."""

    @abstractmethod
    def identity(self, values: Mapping[str, Any]) -> Hashable:
        """Return what no two rows of one file may share, where neither is found on record."""

    def also_known_by(self, values: Mapping[str, Any]) -> tuple[Hashable, Hashable] | None:
        """Return what else a row is known by, and what it may not share with a row before it."""
        return None

    def part(self, values: Mapping[str, Any]) -> Hashable:
        """Return which part of a record a row is about, where several rows may be about one."""
        return None

    def joined_by(self, values: Mapping[str, Any]) -> Hashable:
        """Return what several rows about one new record share; None where each row has one of its own."""
        return None

    def facts(self, values: Mapping[str, Any]) -> Facts | None:
        """Return what of a row is compared with what is on record."""
        return None

    def changes(self, number: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return what of a row is otherwise than a record has it."""
        stands = self.current[number]
        return {key: value for key, value in values.items() if stands.get(key) != value}

    def create(self, session: Session, values: Mapping[str, Any]) -> Base:
        """Return a new record, not yet in a session."""
        record = self.record()
        self.apply(session, record, values)
        return record

    def join(self, record: Any, values: Mapping[str, Any]) -> None:
        """Add what a further row says of a new record; raises NotImplementedError for kinds whose rows stand alone."""
        raise NotImplementedError

    def apply(self, session: Session, record: Any, changes: Mapping[str, Any]) -> None:
        """Write changes into a record, whose links come loaded."""
        for key, value in changes.items():
            setattr(record, key, linked(session, self.record, key, value) if key in self.links else value)

    def typed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values as the columns have them, from how they are kept between two steps."""
        table = self.record.__table__
        return {key: typed_value(table.c[key], value) if key in table.c else value for key, value in values.items()}

    def name_of(self, number: int) -> str:
        """Return what a record is called."""
        return str(self.current[number][self.name_key])

    def take_owner(self, row: RowRead) -> None:
        """Look up who is responsible."""
        if (name := row.values.pop("owner", None)) is None:
            return
        number = self._colleagues.get(swedish_sort_key(name))
        if number is None:
            row.refuse("owner", Fault.NO_COLLEAGUE)
        else:
            row.values["owner_id"] = number

    def take_demo_mark(self, row: RowRead) -> None:
        """Take the mark of an invented record off its name."""
        name = row.values.get(self.name_key)
        if isinstance(name, str) and name.endswith(_DEMO_MARK):
            row.values[self.name_key], row.is_demo = name.removesuffix(_DEMO_MARK), True

    def require_same_world(self, row: RowRead, found: Sequence[int]) -> None:
        """Refuse a row about something invented that is not on record."""
        if row.is_demo and not found:
            row.refuse(self.name_key, Fault.DEMO)


def by_name(names: Iterable[tuple[int, str | None]]) -> dict[str, list[int]]:
    """Return records' numbers by their names, as names are compared."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, name in names:
        if name and number not in found[folded(name)]:
            found[folded(name)].append(number)
    return found


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as they are kept between two steps."""
    return {key: plain_value(value) for key, value in values.items()}
