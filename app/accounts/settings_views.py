"""One's own settings."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import throttle, use_cases
from app.accounts.blueprint import bp
from app.accounts.busy_pages import busy_page, wait_page
from app.accounts.forms import SettingsForm
from app.accounts.password_hashing import hashing_place, is_right, made_hash
from app.storage.account_trail import note
from app.storage.database import db_session
from app.web.forms.conflict import conflict_page
from app.web.sign_in import begin_session, current_actor
from models.accounts import User
from models.errors import BusyError, StaleRecordError

_PAGE = "accounts/settings.html"


@bp.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """Change one's own settings."""
    actor = current_actor()
    form = SettingsForm(obj=actor)
    if not form.validate_on_submit():
        return render_template(_PAGE, form=form), form.status
    new_hash = None
    if form.new_password.data:
        try:
            with hashing_place():
                made = _new_hash(form, actor)
        except BusyError:
            return busy_page(_PAGE, form)
        if isinstance(made, timedelta):
            return wait_page(_PAGE, form, made)
        if made is None:
            return render_template(_PAGE, form=form), form.status
        new_hash = made
    return _save(form, actor, new_hash)


def _new_hash(form: SettingsForm, actor: User) -> str | timedelta | None:
    """Return the new password's hash; how long to wait after too many guesses; None for a wrong current password."""
    email, kept = actor.email, actor.password_hash
    wait = throttle.claim_guess(db_session(), email, lane=throttle.SETTINGS)
    if wait is not None:
        return wait
    if not is_right(db_session(), kept, form.current_password.data or ""):
        form.current_password.errors = [_("This is not your current password.")]
        note(db_session(), "password_wrong", actor)
        db_session().commit()
        return None
    return made_hash(db_session(), form.new_password.data)


def _save(form: SettingsForm, actor: User, new_hash: str | None) -> ResponseReturnValue:
    try:
        use_cases.change_settings(
            db_session(), actor=actor, command=form.to_command(), new_hash=new_hash, version=form.shown_version
        )
    except StaleRecordError:
        return conflict_page(form, lambda: SettingsForm(formdata=None, obj=actor), back=url_for(".settings"))
    if new_hash:
        throttle.forget_guesses(db_session(), actor.email, lane=throttle.SETTINGS)
        note(db_session(), "password_changed", actor)
        begin_session(db_session(), actor)
    db_session().commit()
    flash(_("Your settings are saved."))
    return redirect(url_for(".settings"))
