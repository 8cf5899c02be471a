"""What the rules read of a programme's achievements, as plain rows: there may be thousands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.programmes.use_facts import CompanyFacts, read_declarations
from app.storage.kept_answers import kept
from models.achievements import Achievement, AchievementKind
from models.base import swedish_sort_key
from models.organisations import Company
from models.programmes import Programme


@dataclass(frozen=True, slots=True)
class AchievementFacts:
    """An achievement. `name` is a sort key: of its title, else of its company as it is recorded or was written."""

    id: int
    kind: AchievementKind
    indicator_id: int | None
    happened_on: date
    has_evidence: bool
    amount: Decimal | None
    name: str
    company_id: int | None
    company: CompanyFacts
    place: str | None = None


def read_achievements(session: Session, programme: Programme) -> tuple[AchievementFacts, ...]:
    """Return the facts of every achievement of a programme that was not taken back; kept until a record changes."""
    return kept(session, ("achievement facts", programme.id), lambda: _read(session, programme))


def _read(session: Session, programme: Programme) -> tuple[AchievementFacts, ...]:
    of_programme = (Achievement.programme_id == programme.id, Achievement.taken_back_at.is_(None))
    declared = read_declarations(session, sa.select(Achievement.company_id).where(*of_programme))
    rows = session.execute(
        sa.select(
            *(Achievement.id, Achievement.kind, Achievement.indicator_id, Achievement.happened_on),
            *(Achievement.evidence, Achievement.amount, Achievement.title, Achievement.organisation),
            *(Achievement.place, Achievement.company_id, Company.name_sort, Company.org_number),
        )
        .outerjoin(Achievement.company)
        .where(*of_programme)
        .order_by(Achievement.happened_on, Achievement.id)
    )
    return tuple(
        AchievementFacts(
            row.id,
            row.kind,
            row.indicator_id,
            row.happened_on,
            bool(row.evidence),
            row.amount,
            swedish_sort_key(row.title) if row.title else row.name_sort or swedish_sort_key(row.organisation or ""),
            row.company_id,
            CompanyFacts(row.org_number, declared[row.company_id] if row.company_id else []),
            row.place,
        )
        for row in rows
    )
