"""The administrator's list of users: opening, changing and closing accounts."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import queries, use_cases
from app.accounts.blueprint import bp
from app.accounts.busy_pages import busy_page, post
from app.accounts.forms import UserForm
from app.accounts.password_hashing import hash_if_given
from app.labels import ROLE_NAMES
from app.mail.whereabouts import where_letters_are
from app.storage.database import db_session
from app.web.forms.base import leads_to
from app.web.forms.conflict import conflict_page
from app.web.i18n import named
from models.accounts import User
from models.errors import (
    AddressTakenError,
    BusyError,
    LastAdministratorError,
    MissingAddressError,
    StaleRecordError,
    UnsendableLetterError,
)

_PAGE = "accounts/user_form.html"


@bp.get("/users")
def users() -> ResponseReturnValue:
    """List everybody who may sign in."""
    return render_template("accounts/users.html", users=queries.list_users(db_session()), role_names=dict(ROLE_NAMES))


@bp.route("/users/new", methods=["GET", "POST"])
def new_user() -> ResponseReturnValue:
    """Open an account; its holder gets a letter with a link to choose a password."""
    form = _user_form(None)
    if form.validate_on_submit() and _is_new(form):
        command = form.to_command()
        try:
            new_hash = hash_if_given(db_session(), command.password)
            user = None
            if form.is_first():
                user = use_cases.add_user(db_session(), command=command, new_hash=new_hash, post=post())
        except BusyError:
            return busy_page(_PAGE, form, user=None)
        except (AddressTakenError, MissingAddressError, UnsendableLetterError) as refusal:
            _refuse(form, refusal)
        else:
            if user is not None:
                page = leads_to(url_for(".users"))
                db_session().commit()
                flash(_opened(user))
                _tell_where_the_letter_is(user)
                return redirect(page)
    return render_template(_PAGE, form=form, user=None), form.status


def _is_new(form: UserForm) -> bool:
    """Tell whether nobody has the address yet; where this form's twin took it meanwhile, lead to what that made."""
    if _address_is_free(form, None):
        return True
    form.is_first()
    return False


def _opened(user: User) -> str:
    if not user.is_active:
        return str(_("The account of %(name)s is saved.", name=user.name))
    opened = _("The account of %(name)s is open.", name=user.name)
    return f"{opened} {_invited(user)}"


def _invited(user: User) -> str:
    if where_letters_are():
        return str(_("An invitation to %(email)s is in the outbox.", email=user.email))
    return str(_("An invitation is on its way to %(email)s.", email=user.email))


def _tell_where_the_letter_is(user: User) -> None:
    where = where_letters_are()
    if where and user.is_active:
        flash(where, "warning")


@bp.route("/users/<int:user_id>/edit", methods=["GET", "POST"])
def edit_user(user_id: int) -> ResponseReturnValue:
    """Change an account."""
    user = queries.get_user(db_session(), user_id)
    form = _user_form(user)
    if form.validate_on_submit() and _address_is_free(form, user):
        command = form.to_command()
        try:
            new_hash = hash_if_given(db_session(), command.password)
            user = queries.get_user(db_session(), user_id)
            use_cases.edit_user(db_session(), user=user, command=command, new_hash=new_hash, version=form.shown_version)
        except StaleRecordError:
            return conflict_page(form, lambda: _form_anew(user_id), back=url_for(".users"))
        except BusyError:
            return busy_page(_PAGE, form, user=user)
        except (AddressTakenError, LastAdministratorError) as refusal:
            _refuse(form, refusal)
            user = queries.get_user(db_session(), user_id)
        else:
            db_session().commit()
            flash(_("The account of %(name)s is saved.", name=user.name))
            return redirect(url_for(".users"))
    return render_template(_PAGE, form=form, user=user), form.status


@bp.post("/users/<int:user_id>/invite")
def invite(user_id: int) -> ResponseReturnValue:
    """Send an invitation anew; the one before opens nothing any longer."""
    user = queries.get_user(db_session(), user_id)
    use_cases.invite(db_session(), user=user, post=post())
    db_session().commit()
    flash(_invited(user))
    _tell_where_the_letter_is(user)
    return redirect(url_for(".users"))


def _user_form(user: User | None, *, fresh: bool = False) -> UserForm:
    infrastructures = [infrastructure.id for infrastructure in user.infrastructures] if user else []
    values = {"obj": user, "data": {"infrastructure_ids": infrastructures}} if user else {}
    form = UserForm(formdata=None, **values) if fresh else UserForm(**values)
    form.infrastructure_ids.offer(
        (infrastructure.id, named(infrastructure)) for infrastructure in queries.list_infrastructures(db_session())
    )
    if user is None:
        form.password.description = _("Leave empty: the person gets a letter with a link to choose one.")
    return form


def _address_is_free(form: UserForm, user: User | None) -> bool:
    other = queries.find_user_by_email(db_session(), form.email.data)
    if other is None or other is user:
        return True
    form.email.errors = [_("There is already an account with this address.")]
    return False


def _refuse(form: UserForm, refusal: Exception) -> None:
    """Say in the form why nothing was saved; what was typed stays in it."""
    db_session().rollback()
    if isinstance(refusal, AddressTakenError):
        form.email.errors = [_("There is already an account with this address.")]
    elif isinstance(refusal, LastAdministratorError):
        form.form_errors.append(
            _("This is the last administrator who can sign in. Make somebody else an administrator first.")
        )
    else:
        form.email.errors = [_("No letter can be sent to this address.")]


def _form_anew(user_id: int) -> UserForm:
    return _user_form(queries.get_user(db_session(), user_id), fresh=True)
