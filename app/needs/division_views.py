"""The buttons that divide a need, undo that, or say that it is one; and the page that shows both."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.labels import NEED_BADGES
from app.matchmaking import matchmaker
from app.needs import division, queries
from app.needs.blueprint import bp
from app.needs.forms import StatusForm
from app.needs.two_needs import find_two
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.sign_in import current_actor
from models.clock import today
from models.errors import StaleRecordError
from models.needs import Need


@bp.post("/<int:need_id>/divide")
def divide(need_id: int) -> ResponseReturnValue:
    """Make two needs of one whose text holds two."""
    need, form = _asked(need_id)
    found = find_two(matchmaker(), need, today=today())
    if found is None:
        raise StaleRecordError
    if not form.is_first():
        raise StaleRecordError
    division.divide(db_session(), need=need, found=found, version=form.shown_version, on=today())
    page = leads_to(url_for(".divided", need_id=need_id))
    db_session().commit()
    flash(_("The need is divided in two. Look through both, and correct what has come wrong."), "success")
    return redirect(page)


@bp.get("/<int:need_id>/divided")
def divided(need_id: int) -> ResponseReturnValue:
    """Show both needs that one was divided into; the need's own page when the division stands for good."""
    need = queries.get_need(db_session(), current_actor(), need_id)
    second = division.second_of(db_session(), need)
    if second is None:
        return redirect(url_for(".show", need_id=need_id))
    second = queries.get_need(db_session(), current_actor(), second.id)
    return render_template("needs/divided.html", both=(need, second), badges=NEED_BADGES)


@bp.post("/<int:need_id>/undivide")
def undivide(need_id: int) -> ResponseReturnValue:
    """Put a divided need as it was."""
    need, form = _asked(need_id)
    division.undivide(db_session(), need=need, version=form.shown_version)
    db_session().commit()
    flash(_("The need is one again."), "success")
    return redirect(url_for(".show", need_id=need_id))


@bp.post("/<int:need_id>/one")
def say_one(need_id: int) -> ResponseReturnValue:
    """Say that a need's text holds one need."""
    need, form = _asked(need_id)
    division.say_one(db_session(), need=need, version=form.shown_version)
    db_session().commit()
    flash(_("The need stays one. You are asked again only if its text changes."), "success")
    return redirect(url_for(".show", need_id=need_id))


def _asked(need_id: int) -> tuple[Need, StatusForm]:
    need = queries.get_need(db_session(), current_actor(), need_id)
    form = StatusForm()
    if not form.validate_on_submit():
        abort(400)
    return need, form
