"""Pages about people: recorded in a company or an infrastructure, and changed through one of their roles."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import record_number
from app.companies.queries import get_company
from app.likeness.facts import RecordKind, person_facts
from app.likeness.merged import latest_merges
from app.likeness.queries import LikelyDouble, doubles_of, find_alike
from app.likeness.words import REASON_NAMES
from app.people import queries, use_cases
from app.people.blueprint import bp
from app.people.forms import PersonForm, offer_role_to, shown_role
from app.people.places import place_name, place_url
from app.people.present import Party
from app.storage.database import db_session
from app.tags.section import tags_section
from app.timeline.places import Place, PlaceKind
from app.timeline.section import timeline_section
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import NotFoundError, StaleRecordError
from models.organisations import Company
from models.people import Person, PersonRole
from models.tags import TaggedKind


@bp.route("/companies/<int:company_id>/people/new", methods=["GET", "POST"])
def new(company_id: int) -> ResponseReturnValue:
    """Record somebody at a company."""
    company = get_company(db_session(), current_actor(), company_id)
    return _add(company, company.name, url_for("companies.show", company_id=company_id, _anchor="people"))


@bp.route("/infrastructures/<int:infrastructure_id>/people/new", methods=["GET", "POST"])
def new_for_infrastructure(infrastructure_id: int) -> ResponseReturnValue:
    """Record somebody at an infrastructure."""
    infrastructure = queries.get_infrastructure(db_session(), infrastructure_id)
    return _add(
        infrastructure, named(infrastructure), url_for("infrastructures.show", infrastructure_id=infrastructure_id)
    )


@bp.get("/people/<int:person_id>")
def show(person_id: int) -> str:
    """Show one person: how to reach them, what they are where, and what has been said."""
    person = queries.get_person(db_session(), current_actor(), person_id)
    return render_template(
        "people/show.html",
        person=person,
        role=queries.choose_role(person, None) if person.roles else None,
        places=[place_name(role) for role in person.roles if role.is_held_on(today())],
        place_name=place_name,
        place_url=place_url,
        story=timeline_section(Place(PlaceKind.PERSON, person_id), PersonForm),
        tags=tags_section(TaggedKind.PERSON, person_id),
        doubles=doubles_of(db_session(), current_actor(), RecordKind.PERSON, person_id),
        merges=latest_merges(db_session(), RecordKind.PERSON, person_id),
        reasons=REASON_NAMES,
    )


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: int) -> ResponseReturnValue:
    """Change a person, and the role named in the address."""
    person, role = _find_role(person_id)
    form = _filled_form(person, role)
    if form.validate_on_submit():
        try:
            use_cases.edit_person(
                db_session(),
                person=person,
                role=role,
                person_command=form.to_person(),
                role_command=form.to_role(),
                version=form.shown_version,
            )
        except StaleRecordError:
            return conflict_page(
                form, lambda: _filled_form(*_find_role(person_id), formdata=None), back=place_url(role)
            )
        db_session().commit()
        flash(_("%(name)s is saved.", name=person.name), "success")
        return redirect(place_url(role))
    return _page(form, place_name(role), place_url(role), person=person, role=role)


def _add(place: Party, name: str, back: str) -> ResponseReturnValue:
    form = PersonForm()
    known = None
    if form.validate_on_submit():
        email = form.email.data
        known = queries.find_person_by_email(db_session(), current_actor(), email) if email else None
        if known is not None and use_cases.is_at(known, place):
            form.email.errors = [_("%(name)s is already recorded here.", name=known.name)]
        elif known is not None and not form.same_person.data:
            offer_role_to(form.email, known)
        elif known is None and not form.another_person.data and (alike := _alike(form, place)):
            form.is_first()
            form.alike = alike
            form.name.errors = [
                _("%(name)s may be the same. Open that person, or say that this is another.", name=alike[0].name)
            ]
        elif form.is_first():
            leads_to(back)
            if known is None:
                known = use_cases.add_person(db_session(), place=place, person=form.to_person(), role=form.to_role())
            else:
                use_cases.give_role(db_session(), person=known, place=place, role=form.to_role())
            db_session().commit()
            flash(_("%(name)s is recorded at %(place)s.", name=known.name, place=name), "success")
            return redirect(back)
    return _page(form, name, back, known=known)


def _alike(form: PersonForm, place: Party) -> Sequence[LikelyDouble]:
    where = "company_id" if isinstance(place, Company) else "infrastructure_id"
    facts = person_facts(form.name.data or "", email=form.email.data, phone=form.phone.data, places=[(where, place.id)])
    return find_alike(db_session(), current_actor(), RecordKind.PERSON, facts)


def _page(
    form: PersonForm,
    place: str,
    back: str,
    *,
    person: Person | None = None,
    role: PersonRole | None = None,
    known: Person | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "people/form.html",
        form=form,
        place=place,
        back=back,
        person=person,
        role=role,
        known=known,
        place_name=place_name,
        reasons=REASON_NAMES,
        alike_url=url_for("duplicates.alike", kind="person", company=(request.view_args or {}).get("company_id")),
    )
    return page, form.status


def _find_role(person_id: int) -> tuple[Person, PersonRole]:
    person = queries.get_person(db_session(), current_actor(), person_id)
    text = request.args.get("role")
    number = record_number(text)
    if text is not None and number is None:
        raise NotFoundError
    return person, queries.choose_role(person, number)


def _filled_form(person: Person, role: PersonRole, **kwargs: object) -> PersonForm:
    form = PersonForm(obj=person, data=shown_role(role), **kwargs)
    del form.same_person, form.another_person
    return form
