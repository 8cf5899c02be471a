"""The buttons that open a need, close it and open it again."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.needs import queries, use_cases
from app.needs.blueprint import bp
from app.needs.forms import StatusForm
from app.storage.database import db_session
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.clock import today
from models.needs import Need, NeedStatus


@bp.post("/<int:need_id>/open")
def publish(need_id: int) -> ResponseReturnValue:
    """Open a draft for matching."""
    return _done(
        need_id,
        lambda need, version: use_cases.open_need(db_session(), need=need, on=today(), version=version),
        _("The need is open for matching."),
    )


@bp.post("/<int:need_id>/met")
def mark_met(need_id: int) -> ResponseReturnValue:
    """Say that a need has been met."""
    return _done(
        need_id,
        lambda need, version: use_cases.mark_met(db_session(), need=need, version=version),
        _("The need is marked as met."),
        undo=".reopen",
    )


@bp.post("/<int:need_id>/withdraw")
def withdraw(need_id: int) -> ResponseReturnValue:
    """Say that the company no longer has the need."""
    return _done(
        need_id,
        lambda need, version: use_cases.withdraw(db_session(), need=need, version=version),
        _("The need is withdrawn."),
        undo=".reopen",
    )


@bp.post("/<int:need_id>/reopen")
def reopen(need_id: int) -> ResponseReturnValue:
    """Open a closed need again."""
    return _done(
        need_id,
        lambda need, version: use_cases.reopen(db_session(), need=need, on=today(), version=version),
        _("The need is open again."),
    )


def _done(
    need_id: int, act: Callable[[Need, int | None], None], said: str, undo: str | None = None
) -> ResponseReturnValue:
    need = queries.get_need(db_session(), current_actor(), need_id)
    was_open = need.status is NeedStatus.OPEN
    form = StatusForm()
    if not form.validate_on_submit():
        abort(400)
    act(need, form.shown_version)
    version = need.version
    db_session().commit()
    if undo and was_open:
        flash_undo(said, url_for(undo, need_id=need_id), version=version)
    else:
        flash(said, "success")
    return redirect(url_for(".show", need_id=need_id))
