"""Choosing a password through a link in a letter, and asking for such a letter."""

from __future__ import annotations

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import forgotten, known_browsers, password_links, throttle
from app.accounts.blueprint import bp
from app.accounts.busy_pages import busy_page, post, wait_page
from app.accounts.forms import ChoosePasswordForm, ForgottenForm
from app.accounts.password_hashing import hashing_place, made_hash
from app.mail.whereabouts import where_letters_are_to_anybody
from app.storage.database import db_session
from app.web.sign_in import is_open
from models.accounts import TokenPurpose
from models.errors import BusyError

_PAGE = "accounts/choose_password.html"


@bp.route("/forgotten-password", methods=["GET", "POST"])
def forgotten_password() -> ResponseReturnValue:
    """Ask for a letter with a link; the answer says nothing about whether there is an account."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return render_template("accounts/forgotten.html", form=form), form.status
    wait = throttle.claim_guess(db_session(), form.email.data, lane=throttle.LETTERS)
    if wait is not None:
        return wait_page("accounts/forgotten.html", form, wait)
    forgotten.ask_for_new_password(db_session(), email=form.email.data, post=post(), is_open=is_open)
    db_session().commit()
    if where := where_letters_are_to_anybody():
        flash(_("If there is an account with that address, a letter is in the outbox. Its link works for 30 minutes."))
        flash(where, "warning")
    else:
        flash(_("If there is an account with that address, a letter is on its way. Its link works for 30 minutes."))
    return redirect(url_for(".sign_in"))


@bp.route("/choose-password/<purpose>/<token>", methods=["GET", "POST"])
def choose_password(purpose: str, token: str) -> ResponseReturnValue:
    """Choose a password through a link; to look at the page does not use the link up, since mail programs do."""
    if purpose not in list(TokenPurpose):
        abort(404)
    kind = TokenPurpose(purpose)
    holder = password_links.find_holder(db_session(), purpose=kind, token=token)
    if holder is None or not is_open(holder):
        return _over(kind)
    form = ChoosePasswordForm()
    email, values = holder.email, {"kind": kind.value}
    if not form.validate_on_submit():
        return render_template(_PAGE, form=form, **values), form.status
    try:
        with hashing_place():
            new_hash = made_hash(db_session(), form.new_password.data)
    except BusyError:
        return busy_page(_PAGE, form, **values)
    user = forgotten.choose_password(db_session(), purpose=kind, token=token, password_hash=new_hash)
    if user is None:
        return _over(kind)
    db_session().commit()
    flash(_("Your password is chosen. Sign in with it."))
    # Whoever reads the account's letters is its owner: guesses made elsewhere do not stop this browser.
    return known_browsers.remember(make_response(redirect(url_for(".sign_in"))), email)


def _over(kind: TokenPurpose) -> ResponseReturnValue:
    """Say that a link opens nothing any longer, the same whatever the reason."""
    db_session().rollback()
    return render_template("accounts/link_over.html", kind=kind.value), 404
