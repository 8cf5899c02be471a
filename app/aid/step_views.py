"""Pages on which a step of a support is taken, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.aid import approval, declaring, names, queries, use_cases
from app.aid.blueprint import bp
from app.aid.ledger import AidStanding, list_lines
from app.aid.limits import AID_WARN_PERCENT
from app.aid.refusals import REFUSALS, explain
from app.aid.step_forms import FORMS, StepForm, as_declared, as_lines
from app.aid.undertaking import find_links
from app.storage.database import db_session
from app.web.forms.base import shown_version
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.aid import AidGrant
from models.aid_rules import AidStep, may_take
from models.clock import today
from models.errors import AidStepError, NotFoundError, RateMissingError, StaleRecordError


@bp.route("/aid/<int:grant_id>/steps/<step_name>", methods=["GET", "POST"])
def step(grant_id: int, step_name: str) -> ResponseReturnValue:
    """Take the next step of a support."""
    wanted = _step_named(step_name)
    grant = _turn_of(grant_id, wanted)
    form = _form_of(grant, wanted)
    if request.method == "GET":
        form.fill_in(current_actor().name if wanted in _OURS else "", _declared_before(grant, wanted))
    if form.validate_on_submit():
        try:
            taken = _take(form, grant_id)
        except StaleRecordError:
            back = url_for(".show", grant_id=grant_id)
            return conflict_page(form, lambda: _form_of(_turn_of(grant_id, wanted), wanted, formdata=None), back=back)
        if taken is not None:
            db_session().commit()
            said = _("%(step)s: recorded.", step=names.STEP_NAMES[wanted])
            flash_undo(said, url_for(".take_step_back", grant_id=grant_id, step_name=step_name), version=taken.version)
            return redirect(url_for(".show", grant_id=grant_id))
        grant = _turn_of(grant_id, wanted)
    return _page(form, grant, wanted)


_ACTS: Final[Mapping[AidStep, Callable[..., AidGrant]]] = {
    AidStep.DECLARED: declaring.take_declaration,
    AidStep.CHECKED: approval.take_held_step,
    AidStep.APPROVED: approval.take_held_step,
}
_OURS = (AidStep.CHECKED, AidStep.STARTED, AidStep.DELIVERED, AidStep.REGISTERED)


@bp.post("/aid/<int:grant_id>/steps/<step_name>/take-back")
def take_step_back(grant_id: int, step_name: str) -> ResponseReturnValue:
    """Take a step back; what was written stands in its form."""
    wanted = _step_named(step_name)
    if wanted not in queries.get_grant(db_session(), current_actor(), grant_id).taken:
        flash_already()
        return redirect(url_for(".show", grant_id=grant_id))
    use_cases.take_step_back(
        db_session(), actor=current_actor(), grant_id=grant_id, step=wanted, version=shown_version()
    )
    db_session().commit()
    flash(_("The step is taken back. What was written stands in its form."))
    return redirect(url_for(".show", grant_id=grant_id))


def _take(form: StepForm, grant_id: int) -> AidGrant | None:
    """Take the step; None, with the reason on the form, when something speaks against it."""
    try:
        return _ACTS.get(form.taken_step, use_cases.take_step)(
            db_session(),
            actor=current_actor(),
            grant_id=grant_id,
            command=form.to_command(),
            version=form.shown_version,
        )
    except REFUSALS as error:
        explain(form, error)
    db_session().rollback()
    return None


def _step_named(step_name: str) -> AidStep:
    found = next((each for each in FORMS if each.value == step_name), None)
    if found is None:
        raise NotFoundError
    return found


def _turn_of(grant_id: int, wanted: AidStep) -> AidGrant:
    """Return a support whose turn has come for a step; whoever was writing meanwhile is told why where it has not."""
    grant = queries.get_grant(db_session(), current_actor(), grant_id)
    if grant.taken_back_at is not None or wanted in grant.taken:
        raise StaleRecordError
    if not grant.is_aid or not may_take(wanted, grant.taken):
        raise AidStepError
    return grant


def _form_of(grant: AidGrant, wanted: AidStep, **kwargs: object) -> StepForm:
    return FORMS[wanted](obj=grant, **kwargs).of(grant, wanted)


def _declared_before(grant: AidGrant, wanted: AidStep) -> str:
    """Return what the undertaking has declared that still counts, as a beginning of what is declared now."""
    if wanted is not AidStep.DECLARED:
        return ""
    lines = list_lines(db_session(), find_links(db_session()).members(grant.company_id))
    counting = [line for line in lines if line.giver and line.counts_until >= today()]
    return as_lines(as_declared(counting))


def _day_of(form: StepForm) -> date:
    """Return the day that a page reckons by: as typed where it has come, else today."""
    day = form.done_on.data
    return day if day and day <= today() else today()


def _page(form: StepForm, grant: AidGrant, wanted: AidStep) -> ResponseReturnValue:
    links = find_links(db_session())
    lines = list_lines(db_session(), links.members(grant.company_id))
    try:
        weighed = approval.weigh(db_session(), grant, _day_of(form))
    except RateMissingError:
        weighed = None
    page = render_template(
        "aid/step.html",
        form=form,
        grant=grant,
        step=wanted,
        standing=AidStanding(today(), lines),
        weighed=weighed,
        others=queries.names_of(db_session(), links.members(grant.company_id) - {grant.company_id}),
        unrecorded=links.names_unrecorded(grant.company_id),
        names=names,
        warn_percent=AID_WARN_PERCENT,
    )
    return page, form.status
