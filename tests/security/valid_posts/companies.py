"""The success cases of companies."""

from __future__ import annotations

import sqlalchemy as sa

from app.companies.use_cases import withdraw_declaration
from models.clock import now, today
from models.organisations import Company, SmfDeclaration
from models.thrown import ThrownRows
from tests import factories
from tests.security.valid_posts.setting import Attempt, Setting, Typed, case


@case("companies.new")
def _(stage: Setting) -> Attempt:
    name = f"Sund {stage.number} AB"
    number = factories.org_number(70_000 + stage.number)
    return Attempt(
        "/companies/new",
        lambda: stage.one(Company, Company.name == name) is not None,
        {"name": name, "org_number": number, "summary": "Mäter\r\nbindning."},
        shown=name,
    )


@case("companies.edit")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company())
    path = f"/companies/{company.id}/edit"
    return Attempt(path, lambda: stage.fresh(company).summary == "Ny text", {"summary": "Ny text"}, shown="Ny text")


@case("companies.new_declaration")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company())
    typed: Typed = {
        "period_end": "2024-12-31",
        "headcount": "12",
        "turnover": "1 200 000",
        "declared_by": "Vd",
    }
    saved = SmfDeclaration.company_id == company.id
    return Attempt(
        f"/companies/{company.id}/size/new", lambda: stage.one(SmfDeclaration, saved) is not None, typed, shown="2024"
    )


@case("companies.archive")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company())
    page = f"/companies/{company.id}"
    return Attempt(page, lambda: stage.fresh(company).archived_at is not None, action=f"{page}/archive")


@case("companies.take_up")
def _(stage: Setting) -> Attempt:
    company = stage.add(factories.company(archived_at=now()))
    page = f"/companies/{company.id}"
    return Attempt(page, lambda: stage.fresh(company).archived_at is None, action=f"{page}/take-up")


@case("companies.put_declaration_back")
def _(stage: Setting) -> Attempt:
    company = factories.company()
    row = stage.add(factories.declaration(company, declared_on=today()))
    actor = stage.add(factories.user())
    withdraw_declaration(stage.session, actor=actor, company=company, declaration_id=row.id, today=today())
    stage.session.commit()
    thrown = stage.session.scalars(sa.select(ThrownRows)).one()
    return Attempt(
        "/bin",
        lambda: stage.one(SmfDeclaration, SmfDeclaration.company_id == company.id) is not None,
        {"version": str(thrown.version)},
        action=f"/companies/size/withdrawn/{thrown.id}/put-back",
    )


@case("companies.withdraw_declaration")
def _(stage: Setting) -> Attempt:
    company = factories.company()
    row = stage.add(factories.declaration(company, declared_on=today()))
    return Attempt(
        f"/companies/{company.id}",
        lambda: stage.one(SmfDeclaration, SmfDeclaration.company_id == company.id) is None,
        action=f"/companies/{company.id}/size/{row.id}/withdraw",
    )
