"""The demo needs in their three layers of text."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.clock import day_of
from models.infrastructures import ServiceForm
from models.needs import Need, NeedStatus
from models.organisations import Company
from models.people import Person
from models.programmes import Programme
from models.vocabulary import Concept
from seeds.demo.calendar import Calendar
from seeds.demo.users import owner_id
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport

FILES = ("demo/needs_bioteknik", "demo/needs_medicinteknik", "demo/needs_ovriga", "demo/needs_atmp")
PROGRAMME = "klustermotor"  # the one that a need belongs to unless it names another
_TEXTS = ("title", "teaser", "infrastructure_text", "private_text", "desired_result", "conditions")


def load_needs(
    session: Session,
    calendar: Calendar,
    *,
    companies: Mapping[str, Company],
    people: Mapping[str, Person],
    consultant: User,
    report: SeedReport,
) -> dict[str, Need]:
    """Add the demo needs that are missing, by company and title, and return all, by seed key."""
    known = {(need.company_id, need.title): need for need in session.scalars(sa.select(Need).where(Need.is_demo))}
    programmes = dict(session.execute(sa.select(Programme.code, Programme.id)).all())
    concepts = {concept.key: concept for concept in session.scalars(sa.select(Concept))}
    needs: dict[str, Need] = {}
    for row in (row for file in FILES for row in read_rows(file, "needs")):
        company = companies[row["company"]]
        need = known.get((company.id, row["title"]))
        if need is None:
            need = _need(row, calendar)
            need.company_id, need.programme_id = company.id, programmes[row.get("programme", PROGRAMME)]
            need.contact_id = people[row["contact"]].id
            need.owner_id = owner_id(row, consultant) if company.owner_id else None
            need.concepts = [concepts[key] for key in row.get("concepts", [])]
            session.add(need)
            report.count("needs")
        needs[row["key"]] = need
    session.flush()
    return needs


def _need(row: SeedRow, calendar: Calendar) -> Need:
    status = NeedStatus(row["status"])
    form = row.get("service_form")
    since = calendar.moment(row["created"] if status is NeedStatus.DRAFT else row["opened"])
    need = Need(
        **{name: row.get(name) for name in _TEXTS},
        deadline=calendar.ahead(row.get("deadline_in")),
        trl=row["trl"],
        quality=row.get("quality", []),
        place_matters=row.get("place_matters", False),
        service_form=ServiceForm(form) if form else None,
        status=NeedStatus.DRAFT,
        created_at=since,
        updated_at=since,
        is_demo=True,
    )
    if status is not NeedStatus.DRAFT:
        need.publish(day_of(since))
    if status in (NeedStatus.MET, NeedStatus.WITHDRAWN):
        need.close(status, calendar.day(row["closed"]))
    return need
