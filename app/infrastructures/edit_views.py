"""The forms for an infrastructure's facts: all of them for the office, the unit's own for its staff."""

from __future__ import annotations

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.infrastructures import draft_views, queries, use_cases
from app.infrastructures.blueprint import bp
from app.infrastructures.drafts import find_draft, shown_version
from app.infrastructures.forms import InfrastructureFactsForm, InfrastructureForm
from app.infrastructures.profile_values import values_of
from app.storage.database import db_session
from app.timeline.earlier import fill_in_earlier
from app.timeline.places import Place, PlaceKind
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from app.web.sign_in import current_actor
from models.accounts import User
from models.errors import StaleRecordError
from models.infrastructures import Infrastructure


@bp.route("/infrastructures/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Record an infrastructure."""
    form = _office_form(None)
    if form.validate_on_submit() and form.is_first():
        infrastructure = use_cases.add_infrastructure(
            db_session(),
            command=form.to_command(),
            hosts=queries.list_hosts_by_id(db_session(), form.host_ids.numbers),
        )
        page = leads_to(url_for(".show", infrastructure_id=infrastructure.id))
        db_session().commit()
        flash(_("%(name)s is recorded. Add what it can do.", name=named(infrastructure)))
        return redirect(page)
    return render_template("infrastructures/form.html", form=form, infrastructure=None), form.status


@bp.route("/infrastructures/<int:infrastructure_id>/edit", methods=["GET", "POST"])
def edit(infrastructure_id: int) -> ResponseReturnValue:
    """Change an infrastructure's facts: all of them for the office, the unit's own for its staff."""
    actor = current_actor()
    infrastructure = queries.get_own(db_session(), actor, infrastructure_id)
    form = _form_for(actor, infrastructure)
    if actor.role.is_office:
        fill_in_earlier(db_session(), form, Place(PlaceKind.INFRASTRUCTURE, infrastructure_id))
    if form.validate_on_submit():
        back = url_for(".show", infrastructure_id=infrastructure_id)
        if isinstance(form, InfrastructureFactsForm):
            again = partial(_form_anew, actor, infrastructure_id)
            return draft_views.save_facts(form, infrastructure, again=again)
        try:
            _save(form, infrastructure)
        except StaleRecordError:
            return conflict_page(form, lambda: _form_anew(actor, infrastructure_id), back=back)
        db_session().commit()
        flash(_("%(name)s is saved.", name=named(infrastructure)))
        return redirect(back)
    template = "form.html" if isinstance(form, InfrastructureForm) else "infrastructure_form.html"
    return render_template(f"infrastructures/{template}", form=form, infrastructure=infrastructure), form.status


def _form_for(
    actor: User, infrastructure: Infrastructure, **kwargs: object
) -> InfrastructureForm | InfrastructureFactsForm:
    if actor.role.is_office:
        return _office_form(infrastructure, **kwargs)
    draft = find_draft(db_session(), infrastructure)
    said = {**values_of(infrastructure), **(draft.after if draft else {})}
    shown = {"contact_email": infrastructure.contact_email, "version": shown_version(infrastructure, draft)}
    return InfrastructureFactsForm(data={**said, **shown}, **kwargs)


def _office_form(infrastructure: Infrastructure | None, **kwargs: object) -> InfrastructureForm:
    hosts = queries.list_hosts(db_session())
    chosen = {"host_ids": [host.id for host in infrastructure.hosts]} if infrastructure else None
    form = InfrastructureForm(obj=infrastructure, data=chosen, **kwargs)
    form.host_ids.offer((host.id, named(host)) for host in hosts)
    return form


def _save(form: InfrastructureForm, infrastructure: Infrastructure) -> None:
    hosts = queries.list_hosts_by_id(db_session(), form.host_ids.numbers)
    use_cases.edit_infrastructure(
        db_session(), infrastructure=infrastructure, command=form.to_command(), version=form.shown_version, hosts=hosts
    )


def _form_anew(actor: User, infrastructure_id: int) -> InfrastructureForm | InfrastructureFactsForm:
    return _form_for(actor, queries.get_own(db_session(), actor, infrastructure_id), formdata=None)
