"""Pages about companies: one company and its form; the list and the pages about its size register themselves."""

from __future__ import annotations

from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app import labels
from app.accounts.queries import list_colleagues
from app.aid.section import company_aid
from app.companies import declaration_views, list_views, names, overview, queries, use_cases
from app.companies.blueprint import bp
from app.companies.forms import CompanyForm, NewCompanyForm
from app.companies.likely_doubles import list_alike, list_same_name
from app.files.places import FilePlaceKind
from app.files.section import files_section
from app.likeness.facts import RecordKind
from app.likeness.merged import latest_merges
from app.likeness.queries import doubles_of
from app.likeness.words import REASON_NAMES
from app.limits import NAME
from app.programmes.current import find_current
from app.storage.database import db_session
from app.tags.section import tags_section
from app.timeline.earlier import fill_in_earlier
from app.timeline.places import Place, PlaceKind
from app.timeline.section import timeline_section
from app.web.forms.base import leads_to, shown_version
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.base import swedish_sort_key
from models.clock import today
from models.errors import StaleRecordError
from models.municipalities import municipality_codes
from models.next_steps import step_state
from models.organisations import Company
from models.tags import TaggedKind

F = TypeVar("F", bound=CompanyForm)

__all__ = ["bp", "declaration_views", "list_views"]


@bp.get("/<int:company_id>")
def show(company_id: int) -> str:
    """Show one company with all that has come of it."""
    company = queries.get_company(db_session(), current_actor(), company_id)
    return render_template(
        "companies/show.html",
        company=company,
        overview=overview.get_overview(db_session(), company, programme=find_current(), today=today()),
        labels=labels,
        names=names,
        story=timeline_section(Place(PlaceKind.COMPANY, company_id), CompanyForm),
        tags=tags_section(TaggedKind.COMPANY, company_id),
        files=files_section(FilePlaceKind.COMPANY, company_id),
        aid=company_aid(company_id),
        step_state=step_state,
        can_withdraw=use_cases.can_withdraw,
        doubles=doubles_of(db_session(), current_actor(), RecordKind.COMPANY, company_id),
        merges=latest_merges(db_session(), RecordKind.COMPANY, company_id),
        reasons=REASON_NAMES,
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Record a company; from the choice of a new need's company its name comes along, and the way goes on there."""
    suggested = {"owner_id": current_actor().id, "name": request.args.get("name", "")[:NAME]}
    form = _form(NewCompanyForm, data=suggested)
    if form.validate_on_submit() and _number_is_free(form, None) and _is_new(form) and form.is_first():
        company = use_cases.add_company(db_session(), command=form.to_command())
        on_to_need = request.args.get("then") == "need"
        page = url_for("needs.new", company=company.id) if on_to_need else url_for(".show", company_id=company.id)
        leads_to(page)
        db_session().commit()
        flash(_("%(name)s is recorded.", name=company.name), "success")
        return redirect(page)
    return _form_page(form, None)


@bp.route("/<int:company_id>/edit", methods=["GET", "POST"])
def edit(company_id: int) -> ResponseReturnValue:
    """Change a company's facts."""
    company = queries.get_company(db_session(), current_actor(), company_id)
    form = _form_of(company)
    fill_in_earlier(db_session(), form, Place(PlaceKind.COMPANY, company_id))
    if form.validate_on_submit() and _number_is_free(form, company):
        try:
            use_cases.edit_company(db_session(), company=company, command=form.to_command(), version=form.shown_version)
        except StaleRecordError:
            back = url_for(".show", company_id=company_id)
            return conflict_page(form, lambda: _form_of(_get(company_id), formdata=None), back=back)
        db_session().commit()
        flash(_("%(name)s is saved.", name=company.name), "success")
        return redirect(url_for(".show", company_id=company_id))
    return _form_page(form, company)


@bp.post("/<int:company_id>/archive")
def archive(company_id: int) -> ResponseReturnValue:
    """Take a company out of the lists, with a way to undo it."""
    company = _get(company_id)
    page = url_for(".show", company_id=company_id)
    if company.archived_at is not None:
        flash_already()
        return redirect(page)
    use_cases.archive_company(db_session(), company=company, version=shown_version())
    db_session().commit()
    said = _("%(name)s is archived. It stands in the list under Archived.", name=company.name)
    flash_undo(said, url_for(".take_up", company_id=company_id), version=company.version)
    return redirect(page)


@bp.post("/<int:company_id>/take-up")
def take_up(company_id: int) -> ResponseReturnValue:
    """Put an archived company back in the lists."""
    company = _get(company_id)
    if company.archived_at is None:
        flash_already()
    else:
        use_cases.take_up_company(db_session(), company=company, version=shown_version())
        db_session().commit()
        flash(_("%(name)s is in the lists again.", name=company.name), "success")
    return redirect(url_for(".show", company_id=company_id))


def _get(company_id: int) -> Company:
    return queries.get_company(db_session(), current_actor(), company_id)


def _form_of(company: Company, **kwargs: object) -> CompanyForm:
    form = _form(CompanyForm, obj=company, **kwargs)
    form.org_number.mask_number_of(company)
    return form


def _form_page(form: CompanyForm, company: Company | None) -> ResponseReturnValue:
    places = sorted(municipality_codes(), key=swedish_sort_key)
    return render_template("companies/form.html", form=form, company=company, municipalities=places), form.status


def _form(kind: type[F], **kwargs: object) -> F:
    form = kind(**kwargs)
    owner_id = company.owner_id if isinstance(company := kwargs.get("obj"), Company) else None
    form.owner_id.offer((user.id, user.name) for user in list_colleagues(db_session(), also=owner_id))
    return form


def _number_is_free(form: CompanyForm, company: Company | None) -> bool:
    number = form.org_number.number
    other = queries.find_by_org_number(db_session(), number) if number else None
    if other is None or other is company:
        return True
    form.org_number.refuse_taken(other)
    return False


def _is_new(form: NewCompanyForm) -> bool:
    """Ask about a company that may be on record; where this form's twin recorded it meanwhile, lead to its page."""
    if form.is_another.data:
        return True
    name, actor = form.name.data or "", current_actor()
    alike = list_alike(db_session(), actor, name, number=form.org_number.number, website=form.website.data)
    same = list_same_name(db_session(), actor, name)
    if not (same or alike):
        return True
    form.is_first()
    form.alike = alike or same
    form.name.errors = [
        _("%(name)s is recorded already. Open that company, or say that this is another.", name=same[0].name)
        if same
        else _("%(name)s may be the same. Open that company, or say that this is another.", name=alike[0].name)
    ]
    return False
