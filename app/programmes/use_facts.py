"""What the rules read of a programme's uses, as plain rows: there may be thousands, and a page shows few of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.storage.former_days import FormerDay, day_held, removed_days
from app.storage.kept_answers import kept
from models.clock import today
from models.infrastructures import Capability, Infrastructure
from models.known_facts import YesNoUnknown
from models.matches import Match
from models.needs import Need
from models.organisations import Company, SmfDeclaration
from models.programmes import Programme
from models.uses import Use, is_evidence, is_joint_research


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """A company's number, and its declarations as `class_on` reads them."""

    org_number: str | None
    declarations: list[Any]


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """A need's company."""

    company_id: int
    company: CompanyFacts


@dataclass(frozen=True, slots=True)
class InfrastructureFacts:
    """Where a unit lies, and since when it is open."""

    id: int
    in_flemingsberg: YesNoUnknown
    opened_on: date | None


@dataclass(frozen=True, slots=True)
class CapabilityFacts:
    """A capability's unit."""

    infrastructure: InfrastructureFacts


@dataclass(frozen=True, slots=True)
class MatchFacts:
    """Both parties of a match."""

    need: NeedFacts
    capability: CapabilityFacts


@dataclass(frozen=True, slots=True)
class UseFacts:
    """A use with both parties, named as in the records."""

    id: int
    started_on: date
    has_evidence: bool
    is_disputed: bool | None
    is_joint_research: bool
    match: MatchFacts


def read_uses(session: Session, programme: Programme, until: date) -> list[UseFacts]:
    """Return the facts of every use of a programme; whether a unit was open is told as it was on a day."""
    closed_since = removed_days(session, Infrastructure.opened_on) if until < today() else {}
    companies, rows = kept(session, ("use facts", programme.id), lambda: _read(session, programme))
    return [
        UseFacts(
            row.id,
            row.started_on,
            is_evidence(row.evidence_kind, row.evidence),
            row.is_disputed,
            is_joint_research(row.joint_rd, row.joint_rd_evidence),
            MatchFacts(
                NeedFacts(row.company_id, CompanyFacts(row.org_number, companies[row.company_id])),
                CapabilityFacts(_infrastructure(row, closed_since, until)),
            ),
        )
        for row in rows
    ]


def _read(session: Session, programme: Programme) -> tuple[dict[int, list[Any]], Sequence[Any]]:
    """Return the declarations of a programme's users, and a row for each of their uses, as they stand today."""
    users = sa.select(Need.company_id).join(Match, Match.need_id == Need.id).join(Use, Use.match_id == Match.id)
    companies = read_declarations(session, users.where(Need.programme_id == programme.id))
    rows = session.execute(
        sa.select(
            *(Use.id, Use.started_on, Use.evidence_kind, Use.evidence, Use.is_disputed),
            *(Use.joint_rd, Use.joint_rd_evidence),
            *(Need.company_id, Company.org_number, Infrastructure.id.label("infrastructure_id")),
            *(Infrastructure.in_flemingsberg, Infrastructure.opened_on),
        )
        .join(Use.match)
        .join(Match.need)
        .join(Need.company)
        .join(Match.capability)
        .join(Capability.infrastructure)
        .where(Need.programme_id == programme.id)
        .order_by(Use.started_on, Use.id)
    ).all()
    return companies, rows


def read_declarations(session: Session, company_ids: sa.Select[Any]) -> dict[int, list[Any]]:
    """Return the declarations of companies as `class_on` reads them, by the company's number; none for all others."""
    declared: dict[int, list[Any]] = defaultdict(list)
    rows = session.execute(
        sa.select(
            *(SmfDeclaration.company_id, SmfDeclaration.period_start, SmfDeclaration.period_end),
            *(SmfDeclaration.size_class, SmfDeclaration.owner_changed, SmfDeclaration.is_estimate),
        )
        .where(SmfDeclaration.company_id.in_(company_ids))
        .order_by(SmfDeclaration.period_end, SmfDeclaration.id)
    )
    for row in rows:
        declared[row.company_id].append(row)
    return declared


def _infrastructure(row: Any, closed_since: Mapping[int, Sequence[FormerDay]], until: date) -> InfrastructureFacts:
    opened_on = day_held(row.opened_on, closed_since.get(row.infrastructure_id, ()), until)
    return InfrastructureFacts(row.infrastructure_id, row.in_flemingsberg, opened_on)
