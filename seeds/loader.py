"""The one way in: load everything that is missing, in the order in which the rows need each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.infrastructures import Infrastructure
from models.organisations import Company
from models.vocabulary import Concept
from seeds.demo.loader import load_demo
from seeds.demo.users import demo_sign_ins
from seeds.infrastructures import load_infrastructures
from seeds.programmes import load_programmes
from seeds.report import SeedReport
from seeds.vocabulary import load_vocabulary

__all__ = ["SaysProgress", "demo_sign_ins", "is_empty", "load"]

SaysProgress = Callable[[str], None]


def load(session: Session, *, demo: bool, today: date, progress: SaysProgress | None = None) -> SeedReport:
    """Add every seed row that is missing, refresh texts that nobody has edited, and return how many rows changed.

    With `demo`, invented companies, people, needs and matches and the demo users come too, dated backwards from
    `today`. `progress` is told in an English sentence what comes next. Flushes; the caller commits.
    """
    report = SeedReport()
    say = progress or _keep_quiet
    say("Loading the vocabulary.")
    load_vocabulary(session, report)
    say("Loading programmes and infrastructures.")
    load_programmes(session, report)
    load_infrastructures(session, report)
    if demo:
        say("Loading the demo data.")
        load_demo(session, today=today, report=report)
    return report


def is_empty(session: Session) -> bool:
    """Tell whether nothing has been put into the database yet: no concept, infrastructure, company or user."""
    tables = (Concept, Infrastructure, Company, User)
    return not any(session.scalar(sa.select(sa.exists().select_from(table))) for table in tables)


def _keep_quiet(_sentence: str) -> None:
    """Take the place of a missing `progress`."""
