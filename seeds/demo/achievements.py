"""The demo achievements: what the invented programmes have held, started and entered, so that every figure shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.achievements import Achievement, AchievementKind
from models.dimensions import ProgrammeGroup
from models.organisations import Company
from models.participants import Participant
from models.programmes import Indicator, Programme
from seeds.demo.calendar import Calendar
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport

_TEXTS = ("title", "network_type", "place", "organisation", "level", "notes")


def load_achievements(
    session: Session, calendar: Calendar, companies: Mapping[str, Company], consultant: User, report: SeedReport
) -> None:
    """Add the demo achievements that are missing, known by their evidence, each within its programme's period."""
    known = {each.evidence: each for each in session.scalars(sa.select(Achievement).where(Achievement.is_demo))}
    programmes = {programme.code: programme for programme in session.scalars(sa.select(Programme))}
    indicators = {(each.programme_id, each.code): each.id for each in session.scalars(sa.select(Indicator))}
    groups = {(each.programme_id, each.name_sv): each.id for each in session.scalars(sa.select(ProgrammeGroup))}
    for row in _each(read_rows("demo/achievements", "achievements"), calendar):
        programme = programmes[row["programme"]]
        too_early = calendar.day(row["ago"]) < programme.starts_on
        if row["evidence"] in known or too_early or ("network" in row and row["network"] not in known):
            continue
        made = _achievement(row, calendar, consultant)
        made.programme_id = programme.id
        made.indicator_id = indicators[programme.id, row["indicator"]] if "indicator" in row else None
        made.area_id = groups[programme.id, row["area"]] if row.get("area") else None
        made.company_id = companies[row["company"]].id if "company" in row else None
        made.network_id = known[row["network"]].id if "network" in row else None
        session.add(made)
        if "participants" in row:
            session.flush()
            _add_participants(session, made, row["participants"])
        if made.kind is AchievementKind.NETWORK:
            session.flush()
        known[row["evidence"]] = made
        report.count("achievements")


def _add_participants(session: Session, event: Achievement, lines: str) -> None:
    """Add those who came to an event, each line an organisation and a role."""
    for line in lines.splitlines():
        organisation, _comma, role = line.partition(", ")
        session.add(Participant(achievement_id=event.id, organisation=organisation, role=role, is_demo=True))


def _each(rows: Sequence[SeedRow], calendar: Calendar) -> Iterator[SeedRow]:
    """Give every row with the days since; one that says how `many` stands for so many, evenly spread until a day."""
    for row in rows:
        if "many" not in row:
            yield row if "ago" in row else row | {"ago": (calendar.today - row["day"]).days}
            continue
        first, many = row["day"], row["many"]
        for number in range(many):
            on = first + (row["until"] - first) * number // many
            numbered = {name: f"{row[name]} {number + 1}" for name in ("organisation", "evidence")}
            if "areas" in row:
                numbered["area"] = row["areas"][number % len(row["areas"])]
            yield row | numbered | {"ago": (calendar.today - on).days}


def _achievement(row: SeedRow, calendar: Calendar, consultant: User) -> Achievement:
    written_at = calendar.moment(row["ago"])
    return Achievement(
        kind=AchievementKind(row["kind"]),
        happened_on=calendar.day(row["ago"]),
        evidence=row["evidence"],
        amount=Decimal(row["amount"]) if "amount" in row else None,
        participant_count=len(row["participants"].splitlines()) if "participants" in row else None,
        participants_until=calendar.ahead(365) if "participants" in row else None,
        recorded_by_id=consultant.id,
        created_at=written_at,
        updated_at=written_at,
        is_demo=True,
        **{name: row.get(name) for name in _TEXTS},
    )
