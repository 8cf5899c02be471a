"""The demo supports: invented aid at different steps, with the rates it was reckoned by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.aid import AidGrant, AidStepTaken, EarlierAid, SupportKind, ValueBasis
from models.aid_rules import AidStep, in_euro, reached
from models.euro_rates import EuroRate, month_of
from models.infrastructures import Capability
from models.matches import Match
from models.needs import Need
from models.programmes import Programme
from seeds.demo.calendar import Calendar
from seeds.demo.notes import NoteSubjects
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport

_HOUR_RATE = Decimal(1_200)
_SOURCE = "Demo: påhittad kurs"
_TEXTS = ("what", "basis_source", "not_aid_reason", "nace")


def load_aid(
    session: Session, calendar: Calendar, subjects: NoteSubjects, consultant: User, report: SeedReport
) -> None:
    """Add the demo rates and supports that are missing, to the first of the file's programmes."""
    rates = _load_rates(session, calendar, report)
    known = set(session.scalars(sa.select(AidGrant.what).where(AidGrant.is_demo)))
    code = read_rows("programmes", "programmes")[0]["code"]
    programme_id = session.scalars(sa.select(Programme.id).where(Programme.code == code)).one()
    for row in read_rows("demo/aid", "aid"):
        if row["what"] in known:
            continue
        made = _grant(row, calendar, consultant)
        made.company_id, made.programme_id = subjects.companies[row["company"]].id, programme_id
        made.match_id = _match(session, subjects.needs, row["match"]) if "match" in row else None
        if AidStep.APPROVED in made.taken:
            _freeze(made, rates)
        session.add(made)
        report.count("supports")
    session.flush()


def _load_rates(session: Session, calendar: Calendar, report: SeedReport) -> dict[date, Decimal]:
    """Return kronor for one euro by month; the first time with those of the months before today."""
    rates = dict(session.execute(sa.select(EuroRate.month, EuroRate.rate)).all())
    if session.scalar(sa.select(EuroRate.month).where(EuroRate.is_demo).limit(1)) is not None:
        return rates
    for row in read_rows("demo/aid", "rates"):
        months = calendar.today.year * 12 + calendar.today.month - 1 - row["ago"]
        month = date(months // 12, months % 12 + 1, 1)
        if month not in rates:
            rates[month] = Decimal(row["rate"])
            session.add(EuroRate(month=month, rate=rates[month], source=_SOURCE, is_demo=True))
            report.count("euro_rates")
    return rates


def _grant(row: SeedRow, calendar: Calendar, consultant: User) -> AidGrant:
    steps = {AidStep(step): ago for step, ago in row["steps"].items()}
    hours = Decimal(row["hours"]) if "hours" in row else None
    written_at = calendar.moment(min(steps.values()))
    return AidGrant(
        kind=SupportKind(row["kind"]),
        basis=ValueBasis(row["basis"]),
        hours=hours,
        hour_rate=_HOUR_RATE if hours else None,
        market_sek=Decimal(row["market_sek"]),
        paid_sek=Decimal(row["paid_sek"]),
        step=reached(steps),
        steps=[
            AidStepTaken(
                step=step,
                done_on=calendar.day(ago),
                who=consultant.name if step in (AidStep.VALUED, AidStep.CHECKED) else "Demo: påhittad person",
                said="Demo: kvitto 1" if step is AidStep.REGISTERED else None,
                recorded_by_id=consultant.id,
            )
            for step, ago in steps.items()
        ],
        earlier=[
            EarlierAid(granted_on=calendar.day(each["ago"]), giver=each["giver"], aid_eur=Decimal(each["euro"]))
            for each in row.get("earlier", [])
        ],
        created_at=written_at,
        updated_at=written_at,
        is_demo=True,
        **{name: row.get(name) for name in _TEXTS},
    )


def _match(session: Session, needs: Mapping[str, Need], pair: tuple[str, str]) -> int:
    need, capability = pair
    of_pair = sa.select(Match.id).join(Capability, Capability.id == Match.capability_id)
    return session.scalars(of_pair.where(Match.need_id == needs[need].id, Capability.key == capability)).one()


def _freeze(grant: AidGrant, rates: Mapping[date, Decimal]) -> None:
    """Let the approval bring the aid to euro."""
    grant.granted_on = grant.taken[AidStep.APPROVED].done_on
    grant.rate, grant.rate_source = rates[month_of(grant.granted_on)], _SOURCE
    grant.aid_eur = in_euro(grant.aid_sek, grant.rate)
