"""Recording a need and changing it."""

from __future__ import annotations

from dataclasses import fields
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.queries import list_colleagues
from app.addresses import record_number
from app.companies.own_name import own_names_in
from app.companies.public_text_form import may_be_saved
from app.companies.queries import get_company, search_companies
from app.needs import queries, use_cases
from app.needs.blueprint import bp
from app.needs.commands import NeedCommand
from app.needs.forms import CompanySearch, NeedForm, NewNeedForm
from app.programmes.current import find_current
from app.programmes.queries import list_programmes
from app.storage.agreed_layers import CompanyNotAgreedError, find_agreement
from app.storage.database import db_session
from app.timeline.earlier import fill_in_earlier
from app.timeline.places import Place, PlaceKind
from app.vocabulary.concept_form import read_concept_form, shown_concepts
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import NotFoundError, StaleRecordError
from models.needs import Need
from models.organisations import Company

Form = TypeVar("Form", bound=NeedForm)


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Record a need of the company in the address; without one, ask whose it is."""
    if "company" not in request.args:
        return _choose_company()
    company = get_company(db_session(), current_actor(), _number(request.args["company"]))
    form = _offered(NewNeedForm(data={"owner_id": current_actor().id, "opened_on": today()}), company)
    concepts = read_concept_form(db_session(), form)
    if concepts is not None and may_be_saved(form, company) and form.is_first():
        need = use_cases.add_need(
            db_session(),
            company=company,
            command=form.to_command(),
            concepts=concepts,
            open_on=(form.opened_on.data or today()) if form.open_now.data else None,
        )
        page = leads_to(url_for(".show", need_id=need.id))
        db_session().commit()
        flash(_("The need is recorded."), "success")
        return redirect(page)
    return need_page(form, company, None)


@bp.route("/<int:need_id>/edit", methods=["GET", "POST"])
def edit(need_id: int) -> ResponseReturnValue:
    """Change a need."""
    need = _get(need_id)
    form = fill_in(need)
    fill_in_earlier(db_session(), form, Place(PlaceKind.NEED, need_id))
    concepts = read_concept_form(db_session(), form, need.concepts)
    if concepts is not None and may_be_saved(form, need.company):
        try:
            use_cases.edit_need(
                db_session(),
                need=need,
                command=form.to_command(),
                concepts=concepts,
                opened_on=form.opened_on.data if "opened_on" in form else None,
                version=form.shown_version,
            )
        except CompanyNotAgreedError:
            return need_page(form, need.company, need, refused=True)
        except StaleRecordError:
            back = url_for(".show", need_id=need_id)
            return conflict_page(form, lambda: fill_in(_get(need_id), formdata=None), back=back)
        db_session().commit()
        flash(_("The need is saved."), "success")
        return redirect(url_for(".show", need_id=need_id))
    return need_page(form, need.company, need)


def need_page(form: NeedForm, company: Company, need: Need | None, *, refused: bool = False) -> ResponseReturnValue:
    """Show the form, with a warning where its public text tells which company it is.

    Of a need that its company handed in it says what is agreed to; `refused` that it was asked to save other words.
    """
    agreement = find_agreement(db_session(), need) if need else None
    if refused and agreement is not None:
        form.form_errors = [_("The company has not agreed to these words. Ask it, and they stand once it has agreed.")]
    own_names = own_names_in(company, form.title.data or "", form.teaser.data or "")
    page = render_template(
        "needs/form.html", form=form, company=company, need=need, own_names=own_names, agreement=agreement
    )
    return page, 409 if refused else form.status


def _choose_company() -> ResponseReturnValue:
    """Ask which company a new need belongs to: a search, and the companies that fit."""
    search = CompanySearch(request.args)
    companies = search_companies(db_session(), current_actor(), search.q.data or "")
    return render_template("needs/choose_company.html", search=search, companies=companies)


def _number(text: str) -> int:
    number = record_number(text)
    if number is None:
        raise NotFoundError
    return number


def _get(need_id: int) -> Need:
    return queries.get_need(db_session(), current_actor(), need_id)


def fill_in(need: Need, **kwargs: object) -> NeedForm:
    """Return the form of a need as it stands, with what was sent put in."""
    plain = (each.name for each in fields(NeedCommand))
    data = {name: getattr(need, name) for name in (*plain, "version")} | {"concepts": shown_concepts(need.concepts)}
    form = NeedForm(data=data | {"opened_on": need.opened_on}, **kwargs)
    form.closed_on = need.closed_on
    if need.opened_on is None:
        del form.opened_on
    return _offered(form, need.company, keep=need)


def _offered(form: Form, company: Company, keep: Need | None = None) -> Form:
    """Offer the company's people and the office's users; whoever the need has already stays on offer."""
    people = {person.id: person.name for person in queries.list_contacts(db_session(), company, today())}
    colleagues = {user.id: user.name for user in list_colleagues(db_session())}
    if keep is not None and keep.contact:
        people.setdefault(keep.contact.id, keep.contact.name)
    if keep is not None and keep.owner:
        colleagues.setdefault(keep.owner.id, keep.owner.name)
    here = find_current()
    form.programme_here = here.id if here else None
    form.programme_id.offer((each.id, named(each)) for each in list_programmes(db_session()) if each is not here)
    # As text: what was sent may be anything until it has been checked.
    if here is not None and form.programme_id.data == str(here.id):
        form.programme_id.data = None
    form.contact_id.offer(people.items())
    form.owner_id.offer(colleagues.items())
    return form
