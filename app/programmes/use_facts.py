"""What the rules read of a programme's uses, as plain rows: there may be thousands, and a page shows few of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.infrastructures import Capability, Infrastructure
from models.known_facts import YesNoUnknown
from models.matches import Match
from models.needs import Need
from models.organisations import Company, SmfDeclaration
from models.programmes import Programme
from models.uses import Use, is_evidence


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
    joint_rd: bool
    joint_rd_evidence: str | None
    match: MatchFacts


def read_uses(session: Session, programme: Programme) -> list[UseFacts]:
    """Return the facts of every use of a programme, in two statements."""
    companies = _companies(session, programme)
    rows = session.execute(
        sa.select(
            *(Use.id, Use.started_on, Use.evidence_kind, Use.evidence, Use.joint_rd, Use.joint_rd_evidence),
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
    )
    return [
        UseFacts(
            row.id,
            row.started_on,
            is_evidence(row.evidence_kind, row.evidence),
            row.joint_rd,
            row.joint_rd_evidence,
            MatchFacts(
                NeedFacts(row.company_id, CompanyFacts(row.org_number, companies[row.company_id])),
                CapabilityFacts(InfrastructureFacts(row.infrastructure_id, row.in_flemingsberg, row.opened_on)),
            ),
        )
        for row in rows
    ]


def _companies(session: Session, programme: Programme) -> dict[int, list[Any]]:
    """Return the declarations of every company with a use in a programme, by the company's number."""
    users = (
        sa.select(Need.company_id).join(Match, Match.need_id == Need.id).join(Use, Use.match_id == Match.id)
    ).where(Need.programme_id == programme.id)
    declared: dict[int, list[Any]] = defaultdict(list)
    rows = session.execute(
        sa.select(
            *(SmfDeclaration.company_id, SmfDeclaration.period_start, SmfDeclaration.period_end),
            *(SmfDeclaration.size_class, SmfDeclaration.owner_changed, SmfDeclaration.is_estimate),
        )
        .where(SmfDeclaration.company_id.in_(users))
        .order_by(SmfDeclaration.period_end, SmfDeclaration.id)
    )
    for row in rows:
        declared[row.company_id].append(row)
    return declared
