"""The two buttons of a need's watch: tell me when something new fits, and no more."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.matchmaking import matchmaker
from app.needs import queries, watching
from app.needs.blueprint import bp
from app.storage.database import db_session
from app.web.sign_in import current_actor
from app.web.undo import flash_already, flash_undo
from models.clock import today


@bp.post("/<int:need_id>/watch")
def watch(need_id: int) -> ResponseReturnValue:
    """Tell the reader from now on when a further unit fits."""
    session, actor = db_session(), current_actor()
    need = queries.get_need(session, actor, need_id)
    need.require_open()
    revision = watching.revision_of(session)
    fitting = watching.find_fitting(session, matchmaker(), need, today=today())
    if watching.begin(session, actor=actor, need=need, fitting=fitting, revision=revision):
        session.commit()
        flash_undo(_("You are told when something new fits."), url_for(".unwatch", need_id=need_id))
    else:
        flash_already()
    return redirect(url_for(".show", need_id=need_id))


@bp.post("/<int:need_id>/unwatch")
def unwatch(need_id: int) -> ResponseReturnValue:
    """Tell the reader no more."""
    session, actor = db_session(), current_actor()
    need = queries.get_need(session, actor, need_id)
    if watching.end(session, actor=actor, need=need):
        session.commit()
        flash_undo(_("You are no longer told when something new fits."), url_for(".watch", need_id=need_id))
    else:
        flash_already()
    return redirect(url_for(".show", need_id=need_id))
