"""Holds a database against what clients have written down: what stands, what stands twice, and what is half."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any, Final

import sqlalchemy as sa

from models.audit import AuditEntry
from models.base import Base
from models.introductions import Introduction
from models.matches import Match, Stage, StageChange
from models.meetings import Meeting, meeting_person
from models.needs import Need, need_concept
from models.organisations import Company
from models.outbox import OutboxMessage
from models.people import Person, PersonRole
from models.sent_forms import UsedKey
from models.uses import Use
from tests.faults.clients import Saving

# Where the marker of each kind of saving stands.
_TEXTS: Final = {
    "company": Company.name,
    "person": Person.name,
    "need": Need.title,
    "meeting": Meeting.notes,
    "use": Use.evidence,
    "introduction": Match.next_step,
    "edit": Company.summary,
}
_AUDITED: Final[tuple[type[Base], ...]] = (
    Company, Person, PersonRole, Need, Match, StageChange, Introduction, Meeting, Use, OutboxMessage,
)  # fmt: skip
_LETTERS: Final = 2  # one to the company, one to the unit
_MARKER: Final = r"k\d+x\d+z"


@dataclass(slots=True)
class Findings:
    """What is wrong: acknowledged and gone, saved more than once, there too early, and half."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    early: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)

    def add(self, other: Findings) -> None:
        """Add what was found another time."""
        for kind in fields(self):
            getattr(self, kind.name).extend(getattr(other, kind.name))

    def told(self) -> list[str]:
        """Return a line for each."""
        return [f"{kind.name}: {each}" for kind in fields(self) for each in getattr(self, kind.name)]


def markers_in(connection: sa.Connection) -> Counter[tuple[str, str]]:
    """Count how often each (kind, marker) stands in the database."""
    found: Counter[tuple[str, str]] = Counter()
    for kind, column in _TEXTS.items():
        for text in connection.scalars(sa.select(column).where(column.is_not(None))):
            found.update((kind, marker) for marker in re.findall(_MARKER, str(text)))
    return found


def judge(connection: sa.Connection, must: Iterable[Saving], may_not: Iterable[Saving] = ()) -> Findings:
    """Hold a database against what must stand in it and what may not; half is looked for in everything."""
    found = markers_in(connection)
    return Findings(
        lost=[f"{each.kind} {each.marker}" for each in must if not found[each.kind, each.marker]],
        doubled=[f"{kind} {marker}" for (kind, marker), count in found.items() if count > 1],
        early=[f"{each.kind} {each.marker}" for each in may_not if found[each.kind, each.marker]],
        half=[*_unequal_to_the_trail(connection), *_without_their_parts(connection)],
    )


def _unequal_to_the_trail(connection: sa.Connection) -> list[str]:
    """Name rows whose making no entry tells, and entries that tell of no row: nothing here is deleted."""
    told = []
    for record in _AUDITED:
        table: Any = record.__table__
        made = sa.select(AuditEntry.subject_id).where(AuditEntry.subject == table.name, AuditEntry.action == "create")
        entries = Counter(connection.scalars(made))
        rows = Counter(map(str, connection.scalars(sa.select(table.c.id))))
        told += [f"{table.name} {number}" for number in (rows - entries) + (entries - rows)]
    return told


def _without_their_parts(connection: sa.Connection) -> list[str]:
    told = []
    for name, rows in _INCOMPLETE.items():
        told += [f"{name}: {number}" for number in connection.scalars(rows)]
    return told


def _lacks(part: Any, column: Any, number: Any, *conditions: Any) -> sa.ColumnElement[bool]:
    return ~sa.exists(sa.select(part).where(column == number, *conditions))


_letters_of_match = (
    sa.select(sa.func.count()).select_from(OutboxMessage).where(OutboxMessage.match_id == Match.id).scalar_subquery()
)
_INCOMPLETE: Final[dict[str, sa.Select[Any]]] = {
    "need without its concept": sa.select(Need.id).where(
        Need.title.like("Spara k%"), _lacks(need_concept, need_concept.c.need_id, Need.id)
    ),
    "meeting without its person": sa.select(Meeting.id).where(
        _lacks(meeting_person, meeting_person.c.meeting_id, Meeting.id)
    ),
    "person without a role": sa.select(Person.id).where(_lacks(PersonRole, PersonRole.person_id, Person.id)),
    "use whose match has not won": sa.select(Use.id).join(Match).where(Match.stage != Stage.USED),
    "used company without a number": (
        sa.select(Company.id).join(Need).join(Match).join(Use).where(Company.report_number.is_(None))
    ),
    "match without an introduction": sa.select(Match.id).where(_lacks(Introduction, Introduction.match_id, Match.id)),
    "match without its steps": sa.select(Match.id).where(
        _lacks(StageChange, StageChange.match_id, Match.id, StageChange.to_stage == Match.stage)
    ),
    "introduction without its letters": sa.select(Match.id).where(
        Match.next_step.is_not(None), _letters_of_match != _LETTERS
    ),
    "used key that leads nowhere": sa.select(UsedKey.id).where(UsedKey.leads_to.is_(None)),
}
