"""The demo consents: what companies have said of being introduced."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.consents import Consent, ConsentScope, ConsentWay
from models.need_layers import layers_digest, layers_of
from seeds.demo.calendar import Calendar
from seeds.demo.matches import Cast
from seeds.files import read_rows
from seeds.report import SeedReport


def load_consents(session: Session, calendar: Calendar, cast: Cast, report: SeedReport) -> None:
    """Add the demo consents of needs that have none."""
    known = set(session.scalars(sa.select(Consent.need_id)))
    for row in read_rows("demo/consents", "consents"):
        need, person = cast.needs[row["need"]], cast.people[row["by"]]
        if need.id in known:
            continue
        consent = Consent(
            need_id=need.id,
            person_id=person.id,
            said_by=person.name,
            said_on=calendar.day(row["ago"]),
            way=ConsentWay(row["way"]),
            agreed_to=ConsentScope(row.get("shares", ConsentScope.INFRASTRUCTURES)),
            wording=layers_digest(layers_of(need)),
            recorded_by_id=cast.consultant.id,
            created_at=calendar.moment(row["ago"]),
        )
        session.add(consent)
        report.count("consents")
    session.flush()
