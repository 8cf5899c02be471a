"""What is done with companies."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from app.companies.commands import CompanyCommand
from models.accounts import User
from models.errors import StaleRecordError
from models.organisations import Company


def add_company(session: Session, *, actor: User, command: CompanyCommand) -> Company:
    """Record a company; it is the actor's unless somebody else is named."""
    company = Company(**asdict(command) | {"owner_id": command.owner_id or actor.id})
    session.add(company)
    session.flush()
    return company


def edit_company(session: Session, *, company: Company, command: CompanyCommand, version: int | None) -> None:
    """Change a company's facts; raises StaleRecordError when somebody else did so first."""
    if company.version != version:
        raise StaleRecordError
    for name, value in asdict(command).items():
        setattr(company, name, value)
    session.flush()
