"""What is done with infrastructures, their capabilities and their readiness."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.infrastructures.commands import (
    AssessmentCommand,
    CapabilityCommand,
    InfrastructureCommand,
    UnitFactsCommand,
)
from app.infrastructures.ladder import Rung, holding_back
from models.accounts import User
from models.errors import StaleRecordError
from models.infrastructures import Capability, Infrastructure, ReadinessItem
from models.organisations import HostOrganisation
from models.readiness import gate_passed
from models.vocabulary import Concept

_KEY_LENGTH = 50


def add_infrastructure(
    session: Session, *, command: InfrastructureCommand, hosts: Sequence[HostOrganisation]
) -> Infrastructure:
    """Record an infrastructure; nobody has confirmed its facts yet."""
    unit = Infrastructure(key=_free_key(session, command.name_en), hosts=list(hosts), **asdict(command))
    session.add(unit)
    session.flush()
    return unit


def _free_key(session: Session, name: str) -> str:
    """Return a key made of the name that no infrastructure has: letters a-z, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_KEY_LENGTH] or "unit"
    taken = set(session.scalars(sa.select(Infrastructure.key).where(Infrastructure.key.startswith(stem))))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in numbered if key not in taken)


def edit_infrastructure(
    session: Session,
    *,
    unit: Infrastructure,
    command: InfrastructureCommand | UnitFactsCommand,
    version: int | None,
    hosts: Sequence[HostOrganisation] | None = None,
) -> None:
    """Change an infrastructure's facts; hosts stay as they are when None.

    Raises StaleRecordError when somebody else changed it first.
    """
    if unit.version != version:
        raise StaleRecordError
    for name, value in asdict(command).items():
        setattr(unit, name, value)
    if hosts is not None and {host.id for host in hosts} != {host.id for host in unit.hosts}:
        unit.hosts = list(hosts)
    session.flush()


def confirm_facts(session: Session, *, actor: User, unit: Infrastructure, on: date) -> None:
    """Note that the unit's facts are right today."""
    unit.confirm(on, actor.id)
    session.flush()


def add_capability(
    session: Session, *, unit: Infrastructure, command: CapabilityCommand, concepts: Sequence[Concept]
) -> Capability:
    """Record something the infrastructure can do."""
    capability = Capability(infrastructure=unit, concepts=list(concepts), **asdict(command))
    session.add(capability)
    session.flush()
    return capability


def edit_capability(
    session: Session,
    *,
    capability: Capability,
    command: CapabilityCommand,
    concepts: Sequence[Concept],
    version: int | None,
) -> None:
    """Change a capability; raises StaleRecordError when somebody else did so first."""
    if capability.version != version:
        raise StaleRecordError
    for name, value in asdict(command).items():
        setattr(capability, name, value)
    if {concept.id for concept in concepts} != {concept.id for concept in capability.concepts}:
        capability.concepts = list(concepts)
    session.flush()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an assessment led to: whether the gate opened or closed by it, and what holds it back now."""

    opened: bool
    closed: bool
    held_by: Sequence[Rung]


def ladder_version(items: Sequence[ReadinessItem]) -> int:
    """Return a number that grows with every change of any of the items; 0 while nobody has assessed."""
    return sum(item.version for item in items)


def assess(
    session: Session, *, unit: Infrastructure, commands: Sequence[AssessmentCommand], version: int | None, on: date
) -> Outcome:
    """Set all items of an infrastructure's ladder, and open or close its gate.

    The day the gate was passed is set once and kept until an item falls below; then it is taken away. Raises
    StaleRecordError when somebody else assessed first.
    """
    if ladder_version(unit.readiness) != (version or 0):
        raise StaleRecordError
    # A new row's level of None would become the column's default; so rows are made first and filled afterwards.
    known = {item.number for item in unit.readiness}
    told = [command for command in commands if command.number in known or not _says_nothing(command)]
    unit.readiness.extend(ReadinessItem(number=each.number, level=0) for each in told if each.number not in known)
    session.flush()
    items = {item.number: item for item in unit.readiness}
    for command in told:
        _set_item(items[command.number], command, on)
    was_open = unit.opened_on is not None
    is_open = gate_passed(unit.readiness)
    if is_open != was_open:
        unit.opened_on = on if is_open else None
    session.flush()
    return Outcome(is_open and not was_open, was_open and not is_open, holding_back(unit.readiness))


def _says_nothing(command: AssessmentCommand) -> bool:
    """Tell whether an item is left as one that nobody has assessed."""
    return command == AssessmentCommand(
        number=command.number, level=0, reason=None, evidence=None, responsible=None, due_on=None
    )


def _set_item(item: ReadinessItem, command: AssessmentCommand, on: date) -> None:
    before = (item.level, item.reason, item.evidence)
    for name, value in asdict(command).items():
        setattr(item, name, value)
    if before != (item.level, item.reason, item.evidence):
        item.reviewed_on = on
