"""Pages about companies: the list, one company, and its forms."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_colleagues
from app.accounts.sign_in import current_actor
from app.companies import queries, use_cases
from app.companies.forms import KIND_NAMES, CompanyFilters, CompanyForm
from app.database import db_session
from app.forms.conflict import conflict_page
from app.i18n import today
from models.errors import StaleRecordError
from models.organisations import Company

bp = Blueprint("companies", __name__, url_prefix="/companies")


@bp.get("")
def index() -> str:
    """List companies; search, filters, order and page stand in the address."""
    filters = CompanyFilters(request.args)
    filters.municipality.offer((name, name) for name in queries.list_municipalities(db_session()))
    state = filters.state(sorts=("name", "municipality", "contact"), default_sort="name")
    page = queries.list_companies(db_session(), current_actor(), state, today=today())
    return render_template("companies/index.html", page=page, filters=filters)


@bp.get("/<int:company_id>")
def show(company_id: int) -> str:
    """Show one company."""
    company = queries.get_company(db_session(), current_actor(), company_id)
    return render_template("companies/show.html", company=company, kind_names=dict(KIND_NAMES))


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Record a company."""
    form = _form()
    if form.validate_on_submit() and _number_is_free(form, None):
        company = use_cases.add_company(db_session(), actor=current_actor(), command=form.to_command())
        db_session().commit()
        flash(_("%(name)s is recorded.", name=company.name))
        return redirect(url_for(".show", company_id=company.id))
    return render_template("companies/form.html", form=form, company=None), form.status


@bp.route("/<int:company_id>/edit", methods=["GET", "POST"])
def edit(company_id: int) -> ResponseReturnValue:
    """Change a company's facts."""
    company = queries.get_company(db_session(), current_actor(), company_id)
    form = _form(obj=company)
    if form.validate_on_submit() and _number_is_free(form, company):
        try:
            use_cases.edit_company(db_session(), company=company, command=form.to_command(), version=form.shown_version)
        except StaleRecordError:
            db_session().rollback()
            company = queries.get_company(db_session(), current_actor(), company_id)
            saved = _form(formdata=None, obj=company)
            return conflict_page(form, saved, version=company.version, back=url_for(".show", company_id=company_id))
        db_session().commit()
        flash(_("%(name)s is saved.", name=company.name))
        return redirect(url_for(".show", company_id=company_id))
    return render_template("companies/form.html", form=form, company=company), form.status


def _form(**kwargs: object) -> CompanyForm:
    form = CompanyForm(**kwargs)
    form.owner_id.offer((user.id, user.name) for user in list_colleagues(db_session()))
    return form


def _number_is_free(form: CompanyForm, company: Company | None) -> bool:
    other = queries.find_by_org_number(db_session(), form.org_number.data) if form.org_number.data else None
    if other is None or other is company:
        return True
    form.org_number.errors = [_("%(name)s already has this number. Open that company instead.", name=other.name)]
    return False
