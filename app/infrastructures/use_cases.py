"""What is done with infrastructures, their capabilities and their readiness."""

from __future__ import annotations

import json
import re
import unicodedata
import zlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, dataclass, fields
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.infrastructures.commands import (
    AssessmentCommand,
    CapabilityCommand,
    InfrastructureCommand,
    InfrastructureFactsCommand,
)
from app.infrastructures.readiness_ladder import Rung, holding_back
from app.infrastructures.way_back import keep_way_back, rows_of_infrastructure
from models.accounts import User
from models.base import require_version
from models.errors import StaleRecordError
from models.infrastructures import Capability, Infrastructure
from models.organisations import HostOrganisation
from models.readiness import gate_passed
from models.readiness_items import ReadinessItem
from models.vocabulary import Concept

_KEY_LENGTH = 50
_SAID = tuple(each.name for each in fields(AssessmentCommand))
# What a form gives back as a version has nine digits at most.
_VERSIONS = 10**9 - 1


def add_infrastructure(
    session: Session, *, command: InfrastructureCommand, hosts: Sequence[HostOrganisation]
) -> Infrastructure:
    """Record an infrastructure; nobody has confirmed its facts yet."""
    stem = _stem(command.name_en)
    taken = set(session.scalars(sa.select(Infrastructure.key).where(Infrastructure.key.startswith(stem))))
    key = free_key(command.name_en, taken)
    infrastructure = Infrastructure(key=key, hosts=list(hosts), **asdict(command))
    session.add(infrastructure)
    session.flush()
    return infrastructure


def free_key(name: str, taken: AbstractSet[str]) -> str:
    """Return a key made of a name that is not taken: letters a-z, digits and hyphens."""
    stem = _stem(name)
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in numbered if key not in taken)


def _stem(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_KEY_LENGTH] or "unit"


def edit_infrastructure(
    session: Session,
    *,
    infrastructure: Infrastructure,
    command: InfrastructureCommand | InfrastructureFactsCommand,
    version: int | None,
    hosts: Sequence[HostOrganisation] | None = None,
) -> None:
    """Change an infrastructure's facts; hosts stay as they are when None.

    Raises StaleRecordError when somebody else changed it first.
    """
    require_version(infrastructure, version)
    for name, value in asdict(command).items():
        setattr(infrastructure, name, value)
    if hosts is not None and {host.id for host in hosts} != {host.id for host in infrastructure.hosts}:
        infrastructure.hosts = list(hosts)
    session.flush()


def confirm_facts(
    session: Session, *, actor: User, infrastructure: Infrastructure, version: int | None, on: date
) -> int | None:
    """Note that the unit's facts are right today; returns the number that takes it back, see `keep_way_back`.

    `version` is the `facts_version` of what was read; raises StaleRecordError when somebody changed that since.
    """
    session.refresh(infrastructure, ["capabilities"])
    if infrastructure.facts_version != version:
        raise StaleRecordError
    before = rows_of_infrastructure(session, infrastructure)
    infrastructure.confirm(on, actor.id)
    return keep_way_back(session, infrastructure, before)


def add_capability(
    session: Session, *, infrastructure: Infrastructure, command: CapabilityCommand, concepts: Sequence[Concept]
) -> Capability:
    """Record something the infrastructure can do."""
    capability = Capability(infrastructure=infrastructure, concepts=list(concepts), **asdict(command))
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
    require_version(capability, version)
    for name, value in asdict(command).items():
        setattr(capability, name, value)
    if {concept.id for concept in concepts} != {concept.id for concept in capability.concepts}:
        capability.concepts = list(concepts)
    session.flush()


@dataclass(frozen=True, slots=True)
class AssessmentOutcome:
    """What an assessment led to: the number that takes it back, None where nothing was changed; and the gate.

    `opened` and `closed` say what became of the gate by it, `held_by` what holds it back now.
    """

    way_back: int | None
    opened: bool
    closed: bool
    held_by: Sequence[Rung]


def ladder_version(items: Sequence[ReadinessItem]) -> int:
    """Return a number made of what the items say; 0 while nobody has assessed.

    Of the content, not counted up: an assessment that is undone leaves the number that was there before it.
    """
    said = [[getattr(item, name) for name in _SAID] for item in sorted(items, key=lambda item: item.number)]
    return 1 + zlib.crc32(json.dumps(said, default=str).encode()) % _VERSIONS if said else 0


def assess(
    session: Session,
    *,
    actor: User,
    infrastructure: Infrastructure,
    commands: Sequence[AssessmentCommand],
    version: int | None,
    on: date,
) -> AssessmentOutcome:
    """Set all items of an infrastructure's ladder, and open or close its gate.

    The day the gate was passed is set once and kept until an item falls below; then it is taken away. Raises
    StaleRecordError when somebody else assessed first.
    """
    if ladder_version(infrastructure.readiness) != (version or 0):
        raise StaleRecordError
    before = rows_of_infrastructure(session, infrastructure)
    # A new row's level of None would become the column's default; so rows are made first and filled afterwards.
    known = {item.number for item in infrastructure.readiness}
    told = [command for command in commands if command.number in known or not _says_nothing(command)]
    infrastructure.readiness.extend(
        ReadinessItem(number=each.number, level=0) for each in told if each.number not in known
    )
    session.flush()
    items = {item.number: item for item in infrastructure.readiness}
    for command in told:
        _set_item(items[command.number], command, actor, on)
    was_open = infrastructure.opened_on is not None
    is_open = gate_passed(infrastructure.readiness)
    if is_open != was_open:
        infrastructure.opened_on, infrastructure.closed_on = (on, None) if is_open else (None, on)
    way_back = keep_way_back(session, infrastructure, before)
    return AssessmentOutcome(
        way_back, is_open and not was_open, was_open and not is_open, holding_back(infrastructure.readiness)
    )


def _says_nothing(command: AssessmentCommand) -> bool:
    """Tell whether an item is left as one that nobody has assessed."""
    return command == AssessmentCommand(
        number=command.number, level=0, reason=None, evidence=None, responsible=None, due_on=None
    )


def _set_item(item: ReadinessItem, command: AssessmentCommand, actor: User, on: date) -> None:
    """Write what is said of an item; who reviewed another judgement of it has not reviewed this one."""
    before = (item.level, item.reason, item.evidence)
    for name, value in asdict(command).items():
        setattr(item, name, value)
    if before != (item.level, item.reason, item.evidence):
        item.reviewed_on, item.judged_by_id = on, actor.id
        item.checked_on = item.checked_by_id = None
