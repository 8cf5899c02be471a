"""What is done with each row of a checked file, once somebody has decided on those that may be a double."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.imports.checking import PlannedRow
from app.imports.outcomes import ASK, CREATE, ERROR, SKIP, UPDATE
from models.imports import DoublesRule, Import, ImportMode


@dataclass(frozen=True, slots=True)
class Settled:
    """The rows as they are to be done. `open` are those that nobody has decided on; `clashes` name one record twice."""

    rows: list[PlannedRow]
    clashes: Mapping[int, Sequence[PlannedRow]]

    def of(self, *does: str) -> list[PlannedRow]:
        """Return the rows with which one of these things is done."""
        return [row for row in self.rows if row.do in does]

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each outcome."""
        return dict(Counter(row.do for row in self.rows))

    @property
    def is_ready(self) -> bool:
        """Tell whether the file can be imported: nothing is wrong, nothing is open, and something would be done."""
        return bool(self.of(CREATE, UPDATE)) and not self.of(ERROR, ASK) and not self.clashes


def settle(rows: Iterable[PlannedRow], record: Import) -> Settled:
    """Return what is done with each row."""
    settled = [_decided(row, record) if row.do == ASK else row for row in rows]
    meant: dict[Any, list[PlannedRow]] = defaultdict(list)
    for row in settled:
        if row.do == UPDATE and row.alike:
            meant[row.record_id].append(row)
    for row in settled:
        if row.record_id in meant and not row.alike:
            meant[row.record_id].append(row)
    return Settled(settled, {number: found for number, found in meant.items() if len(found) > 1})


def decisions_for(row: PlannedRow, mode: ImportMode) -> list[str]:
    """Return what may be decided on a row: to make a new record, to leave it out, or which record it is."""
    new = [] if mode is ImportMode.UPDATE else [CREATE]
    these = [] if mode is ImportMode.CREATE else [str(number) for number, _name, _why in row.alike]
    return [*these, *new, SKIP]


def _decided(row: PlannedRow, record: Import) -> PlannedRow:
    decision = record.decisions.get(str(row.row)) or _by_rule(row, record)
    if decision not in decisions_for(row, record.mode):
        return row if record.rule is DoublesRule.ASK else replace(row, do=SKIP)
    if decision in (CREATE, SKIP):
        return replace(row, do=decision)
    return replace(row, do=UPDATE, record_id=int(decision))


def _by_rule(row: PlannedRow, record: Import) -> str:
    match record.rule:
        case DoublesRule.UPDATE:
            return str(row.alike[0][0])
        case DoublesRule.CREATE:
            return CREATE
        case DoublesRule.SKIP:
            return SKIP
        case DoublesRule.ASK:
            return ""
