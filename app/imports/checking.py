"""The dry run: for every row of a file, what importing it would do, or why it cannot be imported."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.imports.columns import COLUMNS
from app.imports.faults import Fault
from app.imports.kinds import rules_of
from app.imports.names import FAULT_TEXTS
from app.imports.outcomes import ASK, CREATE, ERROR, KNOWN, SAME, UNKNOWN, UPDATE
from app.imports.reading import FileCell
from app.imports.row_forms import RowReader
from app.imports.rules import KindRules, RowRead, plain
from app.likeness.facts import Facts
from app.likeness.several import find_alike_rows
from models.base import Base
from models.imports import Import, ImportMode
from models.infrastructures import Capability, Infrastructure
from models.needs import Need
from models.organisations import Company
from models.people import Person, PersonRole

_TOLD_EVERY: Final = 500
# Tables that rows are looked up in, whatever is imported.
_WORLD: Final[tuple[type[Base], ...]] = (Company, Person, Infrastructure, Capability, Need)


@dataclass(slots=True)
class PlannedRow:
    """What becomes of a row: `record_id` is what it means, `alike` what it may mean as (number, name, reasons).

    `before` is what stands in the columns that are changed; `joins` is an earlier row about the same new person.
    """

    row: int
    name: str
    do: str
    record_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    alike: list[Any] = field(default_factory=list)
    joins: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The plan of a file, and how the records stood that it was made by."""

    rows: list[PlannedRow]
    stamp: str

    @property
    def digest(self) -> str:
        """Return a digest that two plans share when they do the same."""
        return hashlib.sha256(json.dumps([asdict(row) for row in self.rows], sort_keys=True).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Return what can be kept."""
        return {"stamp": self.stamp, "rows": [asdict(row) for row in self.rows]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> CheckedFile:
        """Return what was kept."""
        return cls([PlannedRow(**row) for row in kept["rows"]], kept["stamp"])


def stamp_of(session: Session) -> str:
    """Return what is another whenever a record that rows are looked up in has come, changed or gone."""
    parts = []
    for record in _WORLD:
        table = record.__table__
        versions = sa.func.coalesce(sa.func.sum(sa.cast(table.c["version"], sa.BigInteger)), 0)
        parts.append(sa.select(sa.literal(record.__tablename__), sa.func.count(), versions).select_from(table))
    ids = sa.func.coalesce(sa.func.sum(sa.cast(PersonRole.id, sa.BigInteger)), 0)
    roles = sa.select(sa.literal("roles"), sa.func.count(), ids).select_from(PersonRole)
    told = session.execute(sa.union_all(*parts, roles)).all()
    return " ".join(sorted(f"{name}-{count}-{total}" for name, count, total in told))


def check_file(
    session: Session, record: Import, rows: Sequence[tuple[int, Sequence[FileCell]]], told: Callable[[int], None]
) -> CheckedFile:
    """Return what importing a file would do; writes nothing and holds no transaction open while it works.

    `told` is given how many rows are done, twice: when they are read, and when they are compared.
    """
    stamp = stamp_of(session)
    checker = _Checker(session, record)
    session.rollback()
    planned = []
    for done, (number, cells) in enumerate(rows, start=1):
        planned.append(checker.check(number, cells))
        if done % _TOLD_EVERY == 0:
            told(done)
    _ask_about_doubles(session, checker, planned, lambda done: told(len(rows) + done))
    return CheckedFile(planned, stamp)


class _Checker:
    def __init__(self, session: Session, record: Import) -> None:
        self.rules: KindRules = rules_of(record.kind)(session)
        self.facts: dict[int, Facts] = {}
        self._reader = RowReader(record.kind)
        self._columns, self._mode, self._source = record.columns, record.mode, record.source
        self._needed = [each.key for each in COLUMNS[record.kind] if each.needed]
        self._seen: dict[Any, int] = {}
        self._people: dict[Any, int] = {}

    def check(self, number: int, cells: Sequence[FileCell]) -> PlannedRow:
        """Return what becomes of one row."""
        given = {key: cell for key, cell in zip(self._columns, cells, strict=False) if key}
        row = RowRead(*self._reader.read(given))
        shown = str(row.values.get(self.rules.name_key) or "")
        if self._source and "source" in self._needed:
            row.values.setdefault("source", self._source)
        self.rules.complete(row)
        found = self.rules.find(row)
        self.rules.require_same_world(row, found)
        if len(found) > 1:
            row.refuse(self.rules.name_key, Fault.SEVERAL)
        planned = PlannedRow(number, shown, ERROR, values=plain(row.values))
        if not row.errors:
            planned.do = self._change(planned, row, found[0]) if found else self._new(planned, row)
        planned.errors = {key: self._words(error) for key, error in row.errors.items()}
        if planned.errors:
            planned.do = ERROR
        return planned

    def _change(self, planned: PlannedRow, row: RowRead, number: int) -> str:
        planned.record_id = number
        if self._is_twice((number, self.rules.part(row.values)), planned, row):
            return ERROR
        if self._mode is ImportMode.CREATE:
            return KNOWN
        planned.changed = sorted(self.rules.changes(number, row.values))
        # Kept with the plan: where somebody writes there meanwhile, the file is looked at again before it is imported.
        planned.before = plain({key: self.rules.current[number].get(key) for key in planned.changed})
        return UPDATE if planned.changed else SAME

    def _new(self, planned: PlannedRow, row: RowRead) -> str:
        if self.rules.name_key not in row.values:
            row.refuse(self.rules.name_key, Fault.MISSING)
            return ERROR
        facts = self.rules.facts(row.values)
        if facts is not None:
            self.facts[planned.row] = facts
        if self._mode is ImportMode.UPDATE:
            return UNKNOWN
        for key in (each for each in self._needed if each not in row.values):
            row.refuse(key, Fault.MISSING)
        if self._is_twice(self.rules.identity(row.values), planned, row) or row.errors:
            return ERROR
        same = self.rules.joined_by(row.values)
        if same is not None and self._people.setdefault(same, planned.row) != planned.row:
            planned.joins = self._people[same]
            self.facts.pop(planned.row, None)
        return CREATE

    def _is_twice(self, identity: Any, planned: PlannedRow, row: RowRead) -> bool:
        first = self._seen.setdefault(identity, planned.row)
        if also := self.rules.also_known_by(row.values):
            known, forbidden = also
            first = min(first, self._seen.get(forbidden, first))
            self._seen.setdefault(known, planned.row)
        if first == planned.row:
            return False
        row.errors[self.rules.name_key] = f"{FAULT_TEXTS[Fault.TWICE]} {first}."
        return True

    @staticmethod
    def _words(error: str | Fault) -> str:
        return str(FAULT_TEXTS[error]) if isinstance(error, Fault) else error


def _ask_about_doubles(
    session: Session, checker: _Checker, planned: Sequence[PlannedRow], told: Callable[[int], None]
) -> None:
    """Let rows that may be a record under another name wait for somebody's decision."""
    rules = checker.rules
    if rules.likeness is None:
        return
    alike = find_alike_rows(session, rules.likeness, checker.facts, told)
    for row in planned:
        # What came to be after the records were read is found when they are looked at again.
        known = [each for each in alike.get(row.row, ()) if each.id in rules.current]
        if known and row.do in (CREATE, UNKNOWN):
            row.do = ASK
            row.alike = [
                [each.id, rules.name_of(each.id), [str(why) for why in each.likeness.reasons]] for each in known
            ]
