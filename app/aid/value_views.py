"""Pages on which the value of a support is drafted and corrected."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.aid import names, queries, use_cases
from app.aid.blueprint import bp
from app.aid.forms import ValueForm
from app.programmes.current import find_current
from app.programmes.queries import list_programme_names
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.aid import AidGrant, SupportKind
from models.aid_rules import AidStep
from models.errors import StaleRecordError
from models.matches import Match
from models.organisations import Company


@bp.route("/companies/<int:company_id>/aid/new", methods=["GET", "POST"])
def new(company_id: int) -> ResponseReturnValue:
    """Draft the value of a support of a company."""
    return _draft(queries.get_company(db_session(), current_actor(), company_id), None)


@bp.route("/matches/<int:match_id>/aid/new", methods=["GET", "POST"])
def new_for_match(match_id: int) -> ResponseReturnValue:
    """Draft the value of the support of a match; its latest use tells what it is and is worth."""
    match = queries.get_match(db_session(), current_actor(), match_id)
    return _draft(match.need.company, match)


def _draft(company: Company, match: Match | None) -> ResponseReturnValue:
    form = _offering(ValueForm(data=_suggested(match)))
    if form.validate_on_submit() and form.is_first() and (made := _drafted(form, company, match)) is not None:
        page = leads_to(url_for(".show", grant_id=made.id))
        db_session().commit()
        flash(_("The value is drafted."), "success")
        return redirect(page)
    return _page(form, company, match, None)


def _drafted(form: ValueForm, company: Company, match: Match | None) -> AidGrant | None:
    """Record the support; None, with those that it may be on the form, while nobody has said that it is another."""
    try:
        return use_cases.draft_value(
            db_session(), actor=current_actor(), company=company, match=match, command=form.to_command()
        )
    except use_cases.SameSupportError as error:
        db_session().rollback()
        form.alike = error.alike
        form.is_another.errors = [
            _("Supports like this one are recorded already. Open the one it is, or mark below that it is another.")
        ]
        return None


def _suggested(match: Match | None) -> dict[str, Any]:
    programme = find_current()
    if match is None:
        return {"programme_id": programme.id if programme else None}
    use = max(match.uses, key=lambda each: each.started_on, default=None)
    return {
        "programme_id": match.need.programme_id or (programme.id if programme else None),
        "kind": SupportKind.INFRASTRUCTURE_USE,
        "what": _("Use of %(infrastructure)s", infrastructure=named(match.capability.infrastructure)),
        "market_sek": use.value_sek if use else None,
    }


@bp.route("/aid/<int:grant_id>/edit", methods=["GET", "POST"])
def edit(grant_id: int) -> ResponseReturnValue:
    """Correct the value of a support of which nobody has been told yet."""
    grant = _first(grant_id)
    form = _form_of(grant)
    if form.validate_on_submit():
        try:
            use_cases.edit_value(
                db_session(),
                actor=current_actor(),
                grant_id=grant_id,
                command=form.to_command(),
                version=form.shown_version,
            )
        except StaleRecordError:
            back = url_for(".show", grant_id=grant_id)
            return conflict_page(form, lambda: _form_of(_first(grant_id), formdata=None), back=back)
        db_session().commit()
        flash(_("The value is saved."), "success")
        return redirect(url_for(".show", grant_id=grant_id))
    return _page(form, grant.company, grant.match, grant)


def _first(grant_id: int) -> AidGrant:
    found = queries.get_grant(db_session(), current_actor(), grant_id)
    if found.taken_back_at is not None:
        # Whoever was writing is told why, and is shown what they wrote.
        raise StaleRecordError
    return use_cases.require_first(found)


def _form_of(grant: AidGrant, **kwargs: Any) -> ValueForm:
    return _offering(ValueForm(obj=grant, data={"valued_on": grant.taken[AidStep.VALUED].done_on}, **kwargs))


def _offering(form: ValueForm) -> ValueForm:
    form.programme_id.offer((each.id, named(each)) for each in list_programme_names(db_session()))
    return form


def _page(form: ValueForm, company: Company, match: Match | None, grant: AidGrant | None) -> ResponseReturnValue:
    return render_template(
        "aid/form.html", form=form, company=company, match=match, grant=grant, names=names
    ), form.status
