"""What is done with rates: recorded and corrected. What has been reckoned by one keeps it as it was."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from app.rates.commands import RateCommand
from app.rates.queries import get_rate
from models.accounts import User
from models.base import require_version
from models.euro_rates import EuroRate


def record_rate(session: Session, *, command: RateCommand) -> EuroRate:
    """Record a month's rate."""
    made = EuroRate(**asdict(command))
    session.add(made)
    session.flush()
    return made


def correct_rate(session: Session, *, actor: User, rate_id: int, command: RateCommand, version: int | None) -> None:
    """Correct a month's rate; raises StaleRecordError when somebody else changed it first."""
    found = get_rate(session, actor, rate_id)
    require_version(found, version)
    for name, value in asdict(command).items():
        setattr(found, name, value)
    session.flush()
