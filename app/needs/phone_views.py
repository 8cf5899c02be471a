"""A need that comes by phone: one form while the caller waits, and the button that takes it all back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import record_number
from app.companies.likely_doubles import list_alike, list_same_name
from app.companies.public_text_form import may_be_saved
from app.companies.queries import find_by_org_number, get_company
from app.needs import by_phone, queries
from app.needs.blueprint import bp
from app.needs.by_phone import Caller
from app.needs.forms import StatusForm
from app.needs.phone_form import PhoneNeedForm
from app.people.forms import offer_role_to
from app.people.queries import find_person_by_email
from app.people.use_cases import is_at
from app.programmes.current import find_current
from app.storage.database import db_session
from app.storage.used_keys import forget_leading_to
from app.web.forms.base import leads_to
from app.web.sign_in import current_actor
from models.base import swedish_sort_key
from models.clock import today
from models.errors import NotFoundError
from models.organisations import Company


@bp.route("/by-phone", methods=["GET", "POST"])
def call() -> ResponseReturnValue:
    """Record a need with its company and caller; where the name may mean a company on record, ask which is meant."""
    form = PhoneNeedForm(data={"company": _name_in_address()})
    asked: Sequence[Company] = ()
    if form.validate_on_submit():
        company, asked = _find_company(form)
        caller = None if form.errors else _find_caller(form, company)
        if not form.errors and may_be_saved(form, company or Company(name=form.company.data)) and form.is_first():
            return _record(form, company, caller)
    page = render_template("needs/by_phone.html", form=form, asked=asked)
    return page, form.status


@bp.post("/<int:need_id>/by-phone/undo")
def undo_call(need_id: int) -> ResponseReturnValue:
    """Take back a need that was recorded by phone, and the company and the person that were new with it."""
    need = queries.get_need(db_session(), current_actor(), need_id)
    form = StatusForm()
    if not form.validate_on_submit():
        abort(400)
    by_phone.take_back(db_session(), need=need, version=form.shown_version)
    forget_leading_to(db_session(), url_for(".show", need_id=need_id))
    db_session().commit()
    flash(_("The need is taken back, with what was recorded with it."), "success")
    return redirect(url_for(".index"))


def _record(form: PhoneNeedForm, company: Company | None, caller: Caller | None) -> ResponseReturnValue:
    owner, programme = current_actor(), find_current()
    need = by_phone.record_call(
        db_session(),
        company=company or form.to_company(owner, today=today()),
        caller=caller,
        need=form.to_need(owner, programme.id if programme else None),
        on=today(),
    )
    page = leads_to(url_for(".show", need_id=need.id))
    said = _("The need is recorded, and %(name)s as a new company.", name=form.company.data)
    if company is not None:
        said = _("The need is recorded at %(name)s, which was on record.", name=company.name)
    undo_url, version = url_for(".undo_call", need_id=need.id), need.version
    db_session().commit()
    message: Any = {"text": said, "undo_url": undo_url, "undo_fields": {"version": version}}
    flash(message, "success")
    return redirect(page)


def _name_in_address() -> str | None:
    """Return the name of the company whose page led here."""
    number = record_number(request.args.get("company"))
    return get_company(db_session(), current_actor(), number).name if number else None


def _find_company(form: PhoneNeedForm) -> tuple[Company | None, Sequence[Company]]:
    """Return the company on record that is meant, None for a new one; and those to ask about, said on the form."""
    number, actor = form.org_number.number, current_actor()
    holder = find_by_org_number(db_session(), number) if number else None
    if form.chosen.data or form.is_another.data:
        company = None if form.is_another.data else _chosen(form)
        _check_number(form, company, holder)
        return company, ()
    same = list_same_name(db_session(), actor, form.company.data)
    found = holder if holder in same else same[0] if len(same) == 1 and holder is None else None
    if found is not None:
        _check_number(form, found, holder)
        return found, ()
    asked = [holder] if holder else same or list_alike(db_session(), actor, form.company.data, number=number)
    if asked:
        form.company.errors = [_("It may be on record already. Say which company it is.")]
    return None, asked


def _chosen(form: PhoneNeedForm) -> Company:
    number = record_number(form.chosen.data)
    if number is None:
        raise NotFoundError
    company = get_company(db_session(), current_actor(), number)
    # Where something else must be corrected, the page shows which company was chosen.
    form.company.data = company.name
    return company


def _check_number(form: PhoneNeedForm, company: Company | None, holder: Company | None) -> None:
    """Refuse a number that another company has, or that says something else than the company's own."""
    number = form.org_number.number
    if holder is not None and holder is not company:
        form.org_number.refuse_taken(holder)
    elif company is not None and number and number != company.org_number:
        said = _("%(name)s is on record with another number, or none. Leave this empty.", name=company.name)
        form.org_number.errors = [said]


def _find_caller(form: PhoneNeedForm, company: Company | None) -> Caller | None:
    """Return who called, None where nobody is named; what cannot be is said on the form."""
    if not form.contact.data:
        if form.phone.data or form.email.data:
            form.contact.errors = [_("Write whose number or address it is.")]
        return None
    key = swedish_sort_key(form.contact.data).split()
    at_company = queries.list_contacts(db_session(), company, today()) if company else ()
    known = next((person for person in at_company if person.name_sort.split() == key), None)
    is_there = known is not None
    if known is None and form.email.data:
        known = find_person_by_email(db_session(), current_actor(), form.email.data)
        is_there = known is not None and company is not None and is_at(known, company)
        if known is not None and not form.same_person.data:
            form.has_address = known
            offer_role_to(form.email, known)
            return None
    if known is not None:
        form.refuse_other_details(known)
    return Caller(known, is_there, form.to_person(), form.to_role())
