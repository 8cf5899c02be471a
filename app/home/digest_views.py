"""One's daily letter: what it tells, and the page behind its link that turns it off without signing in."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.home import digest
from app.home.blueprint import bp
from app.home.digest_forms import DigestForm
from app.storage.database import db_session
from app.web.forms.base import BaseForm
from app.web.forms.conflict import conflict_page
from app.web.sign_in import current_actor
from app.web.undo import flash_already
from models.errors import NotFoundError, StaleRecordError


@bp.route("/settings/letter", methods=["GET", "POST"])
def letter() -> ResponseReturnValue:
    """Choose what one's daily letter tells."""
    actor = current_actor()
    form = DigestForm(obj=actor)
    if form.validate_on_submit():
        try:
            digest.choose(db_session(), actor=actor, settings=form.to_command(), version=form.shown_version)
        except StaleRecordError:
            return conflict_page(form, lambda: DigestForm(formdata=None, obj=actor), back=url_for(".letter"))
        db_session().commit()
        flash(_("Your settings are saved."), "success")
        return redirect(url_for(".letter"))
    return render_template("home/letter.html", form=form), form.status


@bp.route("/letter/off/<token>", methods=["GET", "POST"])
def letter_off(token: str) -> ResponseReturnValue:
    """Turn a daily letter off from the letter itself; reading the page changes nothing, since mail programs do that."""
    user = digest.find_reader(db_session(), token, secret=str(current_app.secret_key))
    if user is None:
        raise NotFoundError
    form = BaseForm()
    if form.validate_on_submit():
        if digest.turn_off(db_session(), user):
            db_session().commit()
            flash(_("You get no more daily letters. You can turn them on again in your settings."), "success")
        else:
            flash_already()
        return redirect(url_for(".letter_off", token=token))
    return render_template(
        "home/letter_off.html", form=form, is_on=digest.is_on(user), address=digest.masked_address(user)
    )
