"""Signing in and out, and choosing a language."""

from __future__ import annotations

from datetime import timedelta

from flask import abort, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import known_browsers, password_views, queries, settings_views, throttle, user_views
from app.accounts.blueprint import bp
from app.accounts.busy_pages import busy_page, wait_page
from app.accounts.forms import LanguageForm
from app.accounts.password_hashing import hashing_place, is_right
from app.addresses import local_address
from app.storage.account_trail import note_address
from app.storage.database import db_session
from app.web.drafts import keep_draft
from app.web.forms.typed import unseal
from app.web.i18n import LANGUAGES
from app.web.sign_in import begin_session, end_session, find_actor, is_open
from app.web.sign_in_form import SignInForm
from models.accounts import User
from models.errors import BusyError
from models.vocabulary import Language

__all__ = ["bp", "password_views", "settings_views", "user_views"]

_PAGE = "accounts/sign_in.html"


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in; the answer is the same for a wrong password and an unknown account."""
    if request.method == "GET" and find_actor() is not None:
        return redirect(url_for("home.show"))
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template(_PAGE, form=form), form.status
    email = form.email.data
    try:
        with hashing_place():
            wait_or_user = _check(email, form.password.data)
    except BusyError:
        return busy_page(_PAGE, form)
    if isinstance(wait_or_user, timedelta):
        return wait_page(_PAGE, form, wait_or_user)
    if wait_or_user is None:
        form.form_errors.append(_("The e-mail and the password do not belong together. Check both and try again."))
        return render_template(_PAGE, form=form), 422
    throttle.forget_guesses(db_session(), email, lane=known_browsers.lane_of(email))
    begin_session(db_session(), wait_or_user)
    written = _kept_from_before(wait_or_user, form.typed.data)
    db_session().commit()
    response = make_response(redirect(written or _safe_target(request.args.get("next"))))
    return known_browsers.remember(response, email)


def _kept_from_before(user: User, field: str | None) -> str | None:
    """Keep what was typed before signing in again, and return where it is found; nobody is given another's."""
    typed = unseal(field)
    if typed is None:
        return None
    if typed.account != user.id:
        flash(_("What was written before you signed in belongs to another account. It is not kept."), "warning")
        return None
    flash(_("What you wrote is here again. It is not saved yet."), "warning")
    return keep_draft(db_session(), user.id, typed)


def _check(email: str, password: str) -> User | timedelta | None:
    """Return who signs in, how long to wait first, or None for what does not belong together.

    The password is looked at with no transaction open; whoever it belongs to is then looked up anew.
    """
    wait = throttle.claim_guess(db_session(), email, lane=known_browsers.lane_of(email))
    if wait is not None:
        return wait
    found = queries.find_user_by_email(db_session(), email)
    kept = found.password_hash if found else None
    right = is_right(db_session(), kept, password)
    user = queries.find_user_by_email(db_session(), email)
    if user is not None and right and is_open(user) and user.password_hash == kept:
        return user
    note_address(db_session(), "sign_in_failed", email, user)
    db_session().commit()
    return None


def _safe_target(target: str | None) -> str:
    """Return an address within Brygga; anything else leads home."""
    return local_address(target) or url_for("home.show")


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Sign out; the session is worth nothing from now on."""
    end_session(db_session())
    db_session().commit()
    flash(_("You have signed out."))
    return redirect(url_for(".sign_in"))


@bp.post("/language")
def choose_language() -> ResponseReturnValue:
    """Choose the language of the pages, for this browser and for the account."""
    form = LanguageForm()
    language = form.language.data
    if not form.validate_on_submit() or language not in LANGUAGES:
        abort(400)
    session["language"] = language
    actor = find_actor()
    if actor is not None:
        actor.language = Language(language)
        db_session().commit()
    return redirect(_safe_target(form.next.data))
