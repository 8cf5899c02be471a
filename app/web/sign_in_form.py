"""The form for signing in; a page that nobody is signed in to any longer carries it too."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from app.web.forms.base import BaseForm
from app.web.forms.fields import email_field
from models.passwords import MAX_LENGTH


class SignInForm(BaseForm):
    """An address and a password."""

    typed = HiddenField()
    email = email_field(_l("E-mail"), needed=True, autocomplete="username")
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired(_l("Fill this in.")), Length(max=MAX_LENGTH)],
        render_kw={"autocomplete": "current-password"},
    )
