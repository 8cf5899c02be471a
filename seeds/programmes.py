"""The programmes and what they promised."""

from __future__ import annotations

from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.base import folded
from models.dimensions import Dimension, ProgrammeGroup
from models.needs import Need
from models.programmes import CountingRule, Indicator, Programme
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport


def load_programmes(session: Session, report: SeedReport) -> None:
    """Add the programmes and indicators that are missing, by their codes; targets changed since stay changed."""
    known = {programme.code: programme for programme in session.scalars(sa.select(Programme))}
    for row in read_rows("programmes", "programmes"):
        indicators, groups = row.pop("indicators"), row.pop("groups", [])
        programme = known.get(row["code"])
        if programme is None:
            programme = Programme(**row)
            session.add(programme)
            session.flush()
            report.count("programmes")
        _add_indicators(session, programme, indicators, report)
        _add_groups(session, programme, groups, report)
    session.flush()
    _give_needs_a_programme(session)


def _give_needs_a_programme(session: Session) -> None:
    """Let needs from before any programme was known belong to the first of the file, the one Brygga was made for."""
    first = sa.select(Programme.id).where(Programme.code == read_rows("programmes", "programmes")[0]["code"])
    programme_id = session.scalars(first).one()
    # Row by row, so that the audit trail tells of each.
    for need in session.scalars(sa.select(Need).where(Need.programme_id.is_(None))).all():
        need.programme_id = programme_id
    session.flush()


def _add_indicators(session: Session, programme: Programme, rows: list[SeedRow], report: SeedReport) -> None:
    known = set(session.scalars(sa.select(Indicator.code).where(Indicator.programme_id == programme.id)))
    for position, row in enumerate(rows):
        if row["code"] not in known:
            session.add(_indicator(programme, position, row))
            report.count("indicators")


def _add_groups(session: Session, programme: Programme, rows: list[SeedRow], report: SeedReport) -> None:
    """Add a programme's areas and regions where it has none at all: what an administrator removed stays removed."""
    if session.scalar(sa.select(sa.exists().where(ProgrammeGroup.programme_id == programme.id))):
        return
    for row in rows:
        made = row | {"dimension": Dimension(row["dimension"]), "key": folded(row["name_sv"])}
        session.add(ProgrammeGroup(programme_id=programme.id, **made))
        report.count("areas and regions")


def _indicator(programme: Programme, position: int, row: SeedRow) -> Indicator:
    target = row.pop("target", None)
    rule = CountingRule(row.pop("rule", CountingRule.REPORTED))
    return Indicator(
        programme_id=programme.id,
        position=position,
        rule=rule,
        target=None if target is None else Decimal(target),
        **row,
    )
