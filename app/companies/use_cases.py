"""What is done with companies."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.companies.commands import CompanyCommand, DeclarationCommand
from app.storage.kept_rows import read_rows, values_from
from app.storage.locks import lock_rows
from app.storage.thrown_rows import keep_rows, put_rows_back
from models.accounts import User
from models.base import require_version
from models.clock import day_of, now
from models.errors import BuiltUponError, DomainError, NotFoundError
from models.needs import Need, NeedStatus
from models.organisations import Company, SmfDeclaration
from models.smf import SizeClass, class_on
from models.thrown import ThrownKind, ThrownRows


class OpenNeedsError(DomainError):
    """A company that waits for something is not archived."""

    code = "open_needs"


class DeclaredSinceError(BuiltUponError):
    """A declaration cannot be put back: the company has declared the same year meanwhile."""

    code = "declared_since"


def add_company(session: Session, *, command: CompanyCommand) -> Company:
    """Record a company; nobody is responsible where nobody was chosen."""
    company = Company(**asdict(command))
    session.add(company)
    session.flush()
    return company


def edit_company(session: Session, *, company: Company, command: CompanyCommand, version: int | None) -> None:
    """Change a company's facts; raises StaleRecordError when somebody else did so first."""
    require_version(company, version)
    for name, value in asdict(command).items():
        setattr(company, name, value)
    session.flush()


def archive_company(session: Session, *, company: Company, version: int | None) -> None:
    """Take a company out of the lists; what it has counted for stays.

    Raises StaleRecordError, and OpenNeedsError while it has needs that are open.
    """
    require_version(company, version)
    is_open = sa.exists().where(Need.company_id == company.id, Need.status == NeedStatus.OPEN)
    if session.scalar(sa.select(is_open)):
        raise OpenNeedsError
    company.archived_at = now()
    session.flush()


def take_up_company(session: Session, *, company: Company, version: int | None) -> None:
    """Put an archived company back in the lists; raises StaleRecordError."""
    require_version(company, version)
    company.archived_at = None
    session.flush()


def find_declaration(company: Company, command: DeclarationCommand) -> SmfDeclaration | None:
    """Return the declaration that a new one would stand in the way of: accounting years never share a day.

    An estimate and the accounts of the same year stand beside each other.
    """
    declared = _declaration(command)
    same_kind = (row for row in company.declarations if bool(row.is_estimate) is declared.is_estimate)
    return next((row for row in same_kind if row.overlaps(declared)), None)


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
    basis = command.basis
    declared = SmfDeclaration(
        **asdict(command)
        | {
            "basis": basis.to_json(),
            "headcount": basis.headcount_in_all(),
            "turnover_eur": basis.turnover_in_euro(basis.turnover),
            "balance_eur": basis.balance_in_euro(),
        }
    )
    declared.size_class = declared.find_class()
    return declared


def can_withdraw(declaration: SmfDeclaration, today: date) -> bool:
    """Tell whether a slip can still be taken back: on the day it was recorded, before anything is reported on it."""
    return day_of(declaration.created_at) == today


def withdraw_declaration(session: Session, *, actor: User, company: Company, declaration_id: int, today: date) -> None:
    """Take back a declaration recorded by mistake today; it lies in the bin.

    Raises DomainError on any later day, and NotFoundError for one that the company does not have.
    """
    declaration = next((row for row in company.declarations if row.id == declaration_id), None)
    if declaration is None:
        raise NotFoundError
    if not can_withdraw(declaration, today):
        raise DomainError
    kept = {SmfDeclaration.__tablename__: read_rows(session, SmfDeclaration, SmfDeclaration.id == declaration.id)}
    keep_rows(session, actor, ThrownKind.DECLARATION, company.id, is_demo=company.is_demo, rows=kept)
    session.delete(declaration)
    session.flush()


def put_declaration_back(session: Session, *, company: Company, thrown: ThrownRows, version: int | None) -> None:
    """Put a declaration back as it was.

    Raises StaleRecordError, and DeclaredSinceError where the company has another of its kind that shares a day with it.
    """
    lock_rows(session, Company, [company.id])
    require_version(thrown, version)
    (row,) = thrown.rows[SmfDeclaration.__tablename__].values()
    kept = SmfDeclaration(**values_from(SmfDeclaration, row))
    others = session.scalars(sa.select(SmfDeclaration).where(SmfDeclaration.company_id == company.id)).all()
    if any(bool(each.is_estimate) is bool(kept.is_estimate) and each.overlaps(kept) for each in others):
        raise DeclaredSinceError
    put_rows_back(session, SmfDeclaration, thrown, company_id=company.id)
    session.delete(thrown)
    session.flush()
