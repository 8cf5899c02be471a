"""What is done with companies."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from sqlalchemy.orm import Session

from app.companies.commands import CompanyCommand, DeclarationCommand
from models.clock import day_of
from models.errors import DomainError, NotFoundError, StaleRecordError
from models.organisations import Company, SmfDeclaration
from models.smf import SizeClass, class_on, classify


def add_company(session: Session, *, command: CompanyCommand) -> Company:
    """Record a company; nobody is responsible where nobody was chosen."""
    company = Company(**asdict(command))
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


def find_declaration(company: Company, year: int) -> SmfDeclaration | None:
    """Return the declaration for an accounting year that ended in a calendar year; there is one at most."""
    return next((row for row in company.declarations if row.period_end.year == year), None)


def weigh_size(company: Company, command: DeclarationCommand, *, today: date) -> tuple[SizeClass, SizeClass]:
    """Return the class that the figures give, and the class that would then be in force today; saves nothing."""
    declared = _declaration(command)
    return declared.size_class, class_on([*company.declarations, declared], today)


def declare_size(session: Session, *, company: Company, command: DeclarationCommand) -> SmfDeclaration:
    """Add a year's declaration with the class its figures give; earlier years stay as they are."""
    declared = _declaration(command)
    declared.company_id = company.id
    session.add(declared)
    session.flush()
    return declared


def _declaration(command: DeclarationCommand) -> SmfDeclaration:
    declared = SmfDeclaration(**asdict(command))
    declared.size_class = classify(declared)
    return declared


def can_withdraw(declaration: SmfDeclaration, today: date) -> bool:
    """Tell whether a slip can still be taken back: on the day it was recorded, before anything is reported on it."""
    return day_of(declaration.created_at) == today


def withdraw_declaration(session: Session, *, company: Company, declaration_id: int, today: date) -> None:
    """Take back a declaration recorded by mistake today; raises DomainError on any later day."""
    declaration = next((row for row in company.declarations if row.id == declaration_id), None)
    if declaration is None:
        raise NotFoundError
    if not can_withdraw(declaration, today):
        raise DomainError
    session.delete(declaration)
    session.flush()
