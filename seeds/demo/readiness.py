"""Invented readiness of real infrastructures, and addresses under .example so that letters can be sent."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from models.infrastructures import Infrastructure
from models.readiness import REVIEWED_LEVEL, item_passes
from models.readiness_items import ReadinessItem
from seeds.demo.calendar import Calendar
from seeds.files import SeedRow, read_file
from seeds.report import SeedReport


def give_addresses(session: Session) -> None:
    """Give every infrastructure without an address one that leads nowhere."""
    for infrastructure in session.scalars(sa.select(Infrastructure).where(Infrastructure.contact_email.is_(None))):
        infrastructure.contact_email = f"{infrastructure.key}@enhet.example"
    session.flush()


def load_readiness(session: Session, calendar: Calendar, report: SeedReport) -> None:
    """Assess the infrastructures that nobody has assessed, and open those whose gate the invented levels pass."""
    content = read_file("demo/readiness")
    rows = {row["key"]: row for row in content["infrastructures"]}
    statement = (
        sa.select(Infrastructure)
        .where(Infrastructure.key.in_(rows))
        .options(selectinload(Infrastructure.readiness))
        .order_by(Infrastructure.id)
    )
    for infrastructure in session.scalars(statement).all():
        if not infrastructure.readiness:
            row = rows[infrastructure.key]
            items = [
                {
                    "infrastructure_id": infrastructure.id,
                    **_item(number, None if level == "n/a" else level, row, calendar, content),
                }
                for number, level in enumerate(row["levels"], start=1)
            ]
            # A None would otherwise become the column's default, which is "not started".
            session.execute(sa.insert(ReadinessItem), items, execution_options={"render_nulls": True})
            infrastructure.opened_on = infrastructure.opened_on or calendar.past(row.get("opened"))
            report.count("readiness_items", len(items))
    session.flush()


def _item(number: int, level: int | None, row: SeedRow, calendar: Calendar, words: dict[str, Any]) -> SeedRow:
    return {
        "number": number,
        "level": level,
        "reason": words["not_applicable"] if level is None else None,
        "evidence": words["evidence"],
        "responsible": words["responsible"],
        "due_on": None if item_passes(number, level) else calendar.ahead(row["due_in"]),
        "reviewed_on": calendar.day(row["reviewed"]),
        "checked_on": calendar.day(row["reviewed"]) if level == REVIEWED_LEVEL else None,
        "is_demo": True,
    }
