"""The pages that close a need: met or withdrawn, and on which day."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.needs import queries, use_cases
from app.needs.blueprint import bp
from app.needs.closing_forms import ClosingForm
from app.storage.database import db_session
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.actions import NeedAction
from models.errors import StaleRecordError
from models.needs import Need, NeedStatus


@bp.route("/<int:need_id>/met", methods=["GET", "POST"])
def mark_met(need_id: int) -> ResponseReturnValue:
    """Say that a need has been met, and when."""
    return _close(need_id, NeedAction.MARK_MET, _("The need is marked as met."))


@bp.route("/<int:need_id>/withdraw", methods=["GET", "POST"])
def withdraw(need_id: int) -> ResponseReturnValue:
    """Say that the company no longer has the need, and since when."""
    return _close(need_id, NeedAction.WITHDRAW, _("The need is withdrawn."))


def _close(need_id: int, action: NeedAction, said: str) -> ResponseReturnValue:
    need = _get(need_id)
    use_cases.require_allowed(need, action)
    form = _form(need)
    if not form.validate_on_submit():
        return _page(form, need, action), form.status
    close = use_cases.mark_met if action is NeedAction.MARK_MET else use_cases.withdraw
    was = need.status
    try:
        close(db_session(), need=need, on=form.closed_on.data, version=form.shown_version)
    except StaleRecordError:
        db_session().rollback()
        need = _get(need_id)
        form.version.data = str(need.version)
        form.form_errors = [_("Somebody has changed the need. Look at it, and press once more if it still holds.")]
        return _page(form, need, action), 409
    version = need.version
    db_session().commit()
    if was is NeedStatus.OPEN:
        flash_undo(said, url_for(".reopen", need_id=need_id), version=version)
    else:
        flash(said, "success")
    return redirect(url_for(".show", need_id=need_id))


def _form(need: Need) -> ClosingForm:
    form = ClosingForm(data={"version": need.version})
    form.opened_on = need.opened_on
    return form


def _page(form: ClosingForm, need: Need, action: NeedAction) -> str:
    return render_template("needs/close.html", form=form, need=need, action=action)


def _get(need_id: int) -> Need:
    return queries.get_need(db_session(), current_actor(), need_id)
