"""The demo companies with their declared sizes."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models.accounts import User
from models.organisations import Company, CompanyKind, Ownership, SmfDeclaration
from models.smf_basis import SizeBasis
from seeds.demo.calendar import Calendar
from seeds.demo.users import owner_id
from seeds.files import SeedRow, read_rows
from seeds.report import SeedReport


def load_companies(session: Session, calendar: Calendar, consultant: User, report: SeedReport) -> dict[str, Company]:
    """Add the demo companies that are missing, by organisation number or else by name; return all, by seed key.

    Declarations come only with a new company.
    """
    known = list(session.scalars(sa.select(Company).where(Company.is_demo)))
    by_number = {company.org_number: company for company in known if company.org_number}
    by_name = {company.name: company for company in known if not company.org_number}
    companies: dict[str, Company] = {}
    for row in read_rows("demo/companies", "companies"):
        number = row.get("org_number")
        company = by_number.get(number) if number else by_name.get(row["name"])
        if company is None:
            company = _company(row, calendar, consultant)
            session.add(company)
            report.count("companies")
            report.count("declarations", len(company.declarations))
        companies[row["key"]] = company
    session.flush()
    return companies


def _company(row: SeedRow, calendar: Calendar, consultant: User) -> Company:
    since = calendar.moment(row["first_contact"])
    texts = {name: row.get(name) for name in ("org_number", "municipality", "field", "website", "secrecy_note")}
    return Company(
        name=row["name"],
        kind=CompanyKind(row.get("kind", CompanyKind.LIMITED_COMPANY)),
        summary=row["summary"],
        owner_id=owner_id(row, consultant),
        last_contact_on=calendar.day(row["last_contact"]),
        created_at=since,
        updated_at=since,
        declarations=[_declaration(each, calendar) for each in row.get("declarations", [])],
        is_demo=True,
        **texts,
    )


def _declaration(row: SeedRow, calendar: Calendar) -> SmfDeclaration:
    ended = calendar.year_end(row["year"]) if "year" in row else calendar.day(row["ago"])
    declaration = SmfDeclaration(
        period_end=ended,
        headcount=row.get("headcount"),
        turnover_eur=row.get("turnover_eur"),
        balance_eur=row.get("balance_eur"),
        ownership=Ownership(row["ownership"]),
        is_enterprise=True,
        publicly_owned=False,
        is_estimate=row.get("is_estimate", False),
        declared_by="Demo: bolagets kontaktperson",
        declared_on=ended,
        evidence="Demo: påhittad uppgift",
    )
    if "basis" in row:
        basis = SizeBasis.from_json(row["basis"])
        declaration.basis = basis.to_json()
        declaration.headcount = basis.headcount_in_all()
        declaration.turnover_eur, declaration.balance_eur = (
            basis.turnover_in_euro(basis.turnover),
            basis.balance_in_euro(),
        )
    declaration.size_class = declaration.find_class()
    return declaration
