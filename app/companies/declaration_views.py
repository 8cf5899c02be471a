"""Pages where a company's size in one accounting year is declared, and a declaration made by mistake withdrawn."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.aid.near_links import find_near_links
from app.companies import names, queries, size_explained, use_cases
from app.companies.blueprint import bp
from app.companies.declaration_form import DeclarationForm
from app.storage.database import db_session
from app.storage.thrown_rows import get_thrown, require_kind
from app.web.forms.base import leads_to, shown_version
from app.web.i18n import iso_date
from app.web.sign_in import current_actor
from models.clock import today
from models.organisations import Company
from models.thrown import ThrownKind


@bp.route("/<int:company_id>/size/new", methods=["GET", "POST"])
def new_declaration(company_id: int) -> ResponseReturnValue:
    """Declare a company's size in one accounting year, after a look at the class it gives."""
    company = queries.get_company(db_session(), current_actor(), company_id)
    form = DeclarationForm()
    weighed = None
    if form.validate_on_submit() and _year_is_free(form, company) and _links_are_clear(form, company):
        if not form.preview.data and form.is_first():
            declared = use_cases.declare_size(db_session(), company=company, command=form.to_command())
            page = leads_to(url_for(".show", company_id=company_id))
            db_session().commit()
            flash(_("The size is recorded: %(size)s.", size=names.SIZE_BADGES[declared.size_class][0]), "success")
            return redirect(page)
        weighed = use_cases.weigh_size(company, form.to_command(), today=today())
    page = render_template(
        "companies/declaration.html", form=form, company=company, weighed=weighed, sizes=names.SIZE_BADGES
    )
    return page, form.status


@bp.get("/<int:company_id>/size")
def explain_size(company_id: int) -> str:
    """Explain a company's class step by step, and say what is missing."""
    company = queries.get_company(db_session(), current_actor(), company_id)
    explained = size_explained.explain_size(company, today=today())
    return render_template("companies/size.html", company=company, explained=explained, names=names)


@bp.post("/<int:company_id>/size/<int:declaration_id>/withdraw")
def withdraw_declaration(company_id: int, declaration_id: int) -> ResponseReturnValue:
    """Take back a declaration that was recorded by mistake today."""
    company = queries.get_company(db_session(), current_actor(), company_id)
    use_cases.withdraw_declaration(
        db_session(), actor=current_actor(), company=company, declaration_id=declaration_id, today=today()
    )
    db_session().commit()
    flash(_("The declaration is withdrawn. Record it anew with the right figures."))
    return redirect(url_for(".new_declaration", company_id=company_id))


@bp.post("/size/withdrawn/<int:thrown_id>/put-back")
def put_declaration_back(thrown_id: int) -> ResponseReturnValue:
    """Put back a declaration that was withdrawn."""
    thrown = require_kind(get_thrown(db_session(), current_actor(), thrown_id), ThrownKind.DECLARATION)
    company = queries.get_company(db_session(), current_actor(), thrown.of_id)
    use_cases.put_declaration_back(db_session(), company=company, thrown=thrown, version=shown_version())
    db_session().commit()
    flash(_("The declaration is back as it was."), "success")
    return redirect(url_for(".show", company_id=company.id))


def _links_are_clear(form: DeclarationForm, company: Company) -> bool:
    """Ask about linked companies that may be on record under nearly the name: they would share no ceiling of aid."""
    if form.are_others.data:
        return True
    names_linked = form.to_command().basis.linked_names()
    form.near = find_near_links(db_session(), current_actor(), [company.id], names_linked)
    if form.near:
        form.related.errors = [
            _(
                "“%(name)s” may be %(other)s. Write the name as it is on record, or mark below that it is another.",
                name=each.name,
                other=each.alike[0].name,
            )
            for each in form.near
        ]
    return not form.near


def _year_is_free(form: DeclarationForm, company: Company) -> bool:
    found = use_cases.find_declaration(company, form.to_command())
    if found is None:
        return True
    if use_cases.can_withdraw(found, today()):
        what_to_do = _("It was recorded today: withdraw it on the company's page, and record it anew.")
    else:
        what_to_do = _("It stays, since targets may have been counted by it; new figures belong to the next year.")
    made_on = _(
        "There is already a declaration for %(year)d, made on %(day)s.",
        year=found.period_end.year,
        day=iso_date(found.declared_on),
    )
    shorter = _(
        "It is for the accounting year from %(first)s to %(last)s; if the new year was not twelve months long, "
        "give its first day too.",
        first=iso_date(found.first_day),
        last=iso_date(found.period_end),
    )
    form.period_end.errors = [f"{made_on} {what_to_do} {shorter}"]
    return False
