"""The demo time entries: what an invented consultant has done between the meetings."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.needs import Need
from models.programmes import Programme
from models.time_entries import Activity, TimeEntry
from seeds.demo.calendar import Calendar
from seeds.files import read_rows
from seeds.report import SeedReport


def load_hours(
    session: Session, calendar: Calendar, needs: Mapping[str, Need], consultant: User, report: SeedReport
) -> None:
    """Add the demo time entries that are missing, by their text, to the first of the file's programmes."""
    known = set(session.scalars(sa.select(TimeEntry.text).where(TimeEntry.is_demo)))
    code = read_rows("programmes", "programmes")[0]["code"]
    programme_id = session.scalars(sa.select(Programme.id).where(Programme.code == code)).one()
    for row in read_rows("demo/hours", "hours"):
        if row["text"] in known:
            continue
        written_at = calendar.moment(row["ago"])
        entry = TimeEntry(
            programme_id=programme_id,
            need_id=needs[row["on"]].id if "on" in row else None,
            worker_id=consultant.id,
            worked_on=calendar.day(row["ago"]),
            minutes=row["minutes"],
            activity=Activity(row["activity"]),
            text=row["text"],
            created_at=written_at,
            updated_at=written_at,
            is_demo=True,
        )
        session.add(entry)
        report.count("time entries")
    session.flush()
