"""The buttons that open a need and open it again."""

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
from models.clock import today
from models.needs import Need


@bp.post("/<int:need_id>/open")
def publish(need_id: int) -> ResponseReturnValue:
    """Open a draft for matching."""
    return _done(
        need_id,
        lambda need, version: use_cases.open_need(db_session(), need=need, on=today(), version=version),
        _("The need is open for matching."),
    )


@bp.post("/<int:need_id>/reopen")
def reopen(need_id: int) -> ResponseReturnValue:
    """Open a closed need again."""
    return _done(
        need_id,
        lambda need, version: use_cases.reopen(db_session(), need=need, on=today(), version=version),
        _("The need is open again."),
    )


def _done(need_id: int, act: Callable[[Need, int | None], None], said: str) -> ResponseReturnValue:
    need = queries.get_need(db_session(), current_actor(), need_id)
    form = StatusForm()
    if not form.validate_on_submit():
        abort(400)
    act(need, form.shown_version)
    db_session().commit()
    flash(said, "success")
    return redirect(url_for(".show", need_id=need_id))
