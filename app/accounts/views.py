"""Signing in and out, one's own settings, and the administrator's list of users."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, throttle, use_cases
from app.accounts.forms import ROLE_NAMES, LanguageForm, SettingsForm, SignInForm, UserForm
from app.accounts.sign_in import begin_session, current_actor, end_session, find_actor
from app.addresses import local_address
from app.database import db_session
from app.forms.conflict import conflict_page
from app.i18n import LANGUAGES, named
from app.infrastructures.queries import list_all_infrastructures
from models.accounts import User
from models.errors import StaleRecordError
from models.passwords import password_matches
from models.vocabulary import Language

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Sign in; the answer is the same for a wrong password and an unknown account."""
    if request.method == "GET" and find_actor() is not None:
        return redirect(url_for("home.show"))
    form = SignInForm()
    status = 200
    if form.validate_on_submit():
        user = _check(form)
        if isinstance(user, User):
            throttle.forget_guesses(db_session(), form.email.data)
            begin_session(db_session(), user)
            db_session().commit()
            return redirect(_safe_target(request.args.get("next")))
        status = user
    return render_template("accounts/sign_in.html", form=form), max(status, form.status)


def _check(form: SignInForm) -> User | int:
    """Return who signs in, or the status of the refusal, which then stands in the form."""
    if not throttle.claim_guess(db_session(), form.email.data):
        form.form_errors.append(_("Too many attempts. Wait five minutes and try again."))
        return 429
    user = queries.find_user_by_email(db_session(), form.email.data)
    right = password_matches(user.password_hash if user else None, form.password.data)
    if user is None or not right or not user.is_active:
        form.form_errors.append(_("The e-mail and the password do not belong together. Check both and try again."))
        return 422
    return user


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


@bp.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """Change one's own settings."""
    actor = current_actor()
    form = SettingsForm(obj=actor)
    if form.validate_on_submit() and _password_confirmed(form, actor):
        command = form.to_command()
        try:
            use_cases.change_settings(db_session(), actor=actor, command=command, version=form.shown_version)
        except StaleRecordError:
            db_session().rollback()
            saved = SettingsForm(formdata=None, obj=actor)
            return conflict_page(form, saved, version=actor.version, back=url_for(".settings"))
        if command.new_password:
            begin_session(db_session(), actor)
        db_session().commit()
        flash(_("Your settings are saved."))
        return redirect(url_for(".settings"))
    return render_template("accounts/settings.html", form=form), form.status


def _password_confirmed(form: SettingsForm, actor: User) -> bool:
    if not form.new_password.data or password_matches(actor.password_hash, form.current_password.data):
        return True
    form.current_password.errors = [_("This is not your current password.")]
    return False


@bp.get("/users")
def users() -> ResponseReturnValue:
    """List everybody who may sign in."""
    return render_template("accounts/users.html", users=queries.list_users(db_session()), role_names=dict(ROLE_NAMES))


@bp.route("/users/new", methods=["GET", "POST"])
def new_user() -> ResponseReturnValue:
    """Open an account."""
    form = _user_form(None)
    if form.validate_on_submit() and _address_is_free(form, None):
        user = use_cases.add_user(db_session(), command=form.to_command())
        db_session().commit()
        flash(_("The account of %(name)s is open.", name=user.name))
        return redirect(url_for(".users"))
    return render_template("accounts/user_form.html", form=form, user=None), form.status


@bp.route("/users/<int:user_id>/edit", methods=["GET", "POST"])
def edit_user(user_id: int) -> ResponseReturnValue:
    """Change an account."""
    user = queries.get_user(db_session(), user_id)
    form = _user_form(user)
    if form.validate_on_submit() and _address_is_free(form, user):
        try:
            use_cases.edit_user(db_session(), user=user, command=form.to_command(), version=form.shown_version)
        except StaleRecordError:
            db_session().rollback()
            user = queries.get_user(db_session(), user_id)
            return conflict_page(form, _user_form(user, fresh=True), version=user.version, back=url_for(".users"))
        db_session().commit()
        flash(_("The account of %(name)s is saved.", name=user.name))
        return redirect(url_for(".users"))
    return render_template("accounts/user_form.html", form=form, user=user), form.status


def _user_form(user: User | None, *, fresh: bool = False) -> UserForm:
    units = [unit.id for unit in user.infrastructures] if user else []
    values = {"obj": user, "data": {"infrastructure_ids": units}} if user else {}
    form = UserForm(formdata=None, **values) if fresh else UserForm(**values)
    form.infrastructure_ids.offer((unit.id, named(unit)) for unit in list_all_infrastructures(db_session()))
    return form


def _address_is_free(form: UserForm, user: User | None) -> bool:
    other = queries.find_user_by_email(db_session(), form.email.data)
    if other is None or other is user:
        return True
    form.email.errors = [_("There is already an account with this address.")]
    return False
