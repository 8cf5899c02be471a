"""What a reader is shown of the achievements behind a figure: the steering group sees no company by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.limits import FOLDED_UNDER
from app.programmes.counted_facts import is_released
from models.accounts import User
from models.achievements import EVENTS, Achievement, AchievementKind


@dataclass(frozen=True, slots=True)
class AchievedThing:
    """One achievement behind a figure, made for one reader.

    `name` is its title, or its company's name where the reader may know it; `number` is what a company that is not
    named is called by. `achievement_id`, `evidence`, a company's place, an amount that is about a company and a number
    of participants that is small enough to tell who they were are None for all but the office.
    """

    on: date
    kind: AchievementKind
    name: str | None
    number: int | None
    place: str | None
    amount: Decimal | None
    participants: int | None
    is_demo: bool
    achievement_id: int | None
    evidence: str | None


def achieved_things(rows: Sequence[Achievement], reader: User, *, today: date) -> list[AchievedThing]:
    """Return achievements as the reader may see them, in their order."""
    return [_thing(row, today=today, office=reader.role.is_office) for row in rows]


def _thing(row: Achievement, *, today: date, office: bool) -> AchievedThing:
    company = row.company
    tells_whom = office or (company is not None and is_released(company, today))
    about_nobody = row.company_id is None and row.organisation is None
    return AchievedThing(
        on=row.happened_on,
        kind=row.kind,
        name=row.title or (row.network.title if row.network else None) or (row.whom if tells_whom else None),
        number=company.report_number if company else None,
        place=row.place if office or row.kind in EVENTS else None,
        amount=row.amount if office or about_nobody else None,
        participants=row.participant_count if office or not _tells_few(row.participant_count) else None,
        is_demo=row.is_demo,
        achievement_id=row.id if office else None,
        evidence=row.evidence if office else None,
    )


def _tells_few(count: int | None) -> bool:
    return count is not None and 0 < count < FOLDED_UNDER
