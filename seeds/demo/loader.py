"""The demo data in order: users first, then what they look after."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from seeds.demo.users import load_users
from seeds.report import SeedReport


def load_demo(session: Session, *, today: date, report: SeedReport) -> None:
    """Add the demo rows that are missing."""
    load_users(session, report)
