"""The demo receivers of letters about reports."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.programmes import Programme
from models.report_letters import ReportReceiver
from models.vocabulary import Language
from seeds.files import read_rows
from seeds.report import SeedReport


def load_receivers(session: Session, report: SeedReport) -> None:
    """Add the demo receivers that are missing, known by their addresses."""
    programmes = {programme.code: programme.id for programme in session.scalars(sa.select(Programme))}
    known = set(session.scalars(sa.select(ReportReceiver.email).where(ReportReceiver.is_demo)))
    for row in read_rows("demo/receivers", "receivers"):
        if row["email"] in known:
            continue
        receiver = ReportReceiver(
            programme_id=programmes[row["programme"]],
            name=row["name"],
            email=row["email"],
            language=Language(row["language"]),
            is_demo=True,
        )
        session.add(receiver)
        report.count("receivers")
    session.flush()
