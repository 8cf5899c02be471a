"""Forms for signing in, for one's own settings and for the administrator's users."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, PasswordField, ValidationError
from wtforms.validators import Length, Optional

from app.accounts.commands import SettingsCommand, UserCommand
from app.labels import ROLE_NAMES
from app.web.forms.base import BaseForm, VersionedForm
from app.web.forms.choices import ChoiceField, ManyChoiceField
from app.web.forms.fields import email_field, required, text_field
from models.accounts import Role
from models.passwords import MAX_LENGTH, MIN_LENGTH, is_acceptable
from models.vocabulary import Language

LANGUAGE_NAMES = ((Language.SV, "Svenska"), (Language.EN, "English"))


def _acceptable(_form: BaseForm, field: PasswordField) -> None:
    if field.data and not is_acceptable(field.data):
        raise ValidationError(
            _(
                "Choose a password of at least %(count)d characters that is hard to guess. Several words work well.",
                count=MIN_LENGTH,
            )
        )


class ForgottenForm(BaseForm):
    """The address of an account whose password is forgotten."""

    email = email_field(_l("E-mail"), needed=True, autocomplete="username")


class ChoosePasswordForm(BaseForm):
    """A password that the holder of an account chooses; typed twice, since it is not seen."""

    new_password = PasswordField(
        _l("New password"),
        validators=[required, Length(max=MAX_LENGTH), _acceptable],
        description=_l("At least 12 characters. Several words that belong together only for you work well."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("The same password again"),
        validators=[required, Length(max=MAX_LENGTH)],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_again(self, field: PasswordField) -> None:
        """Refuse two that differ: what nobody sees is easily mistyped."""
        if field.data and not self.new_password.errors and field.data != self.new_password.data:
            raise ValidationError(_("The two are not alike. Type the same password twice."))


class LanguageForm(BaseForm):
    """A language, and the page to come back to."""

    language = HiddenField()
    next = HiddenField()


class SettingsForm(VersionedForm):
    """One's own language, keyboard shortcuts and password."""

    language = ChoiceField(_l("Language"), LANGUAGE_NAMES, empty=_l("As chosen in the top bar"))
    shortcuts_off = BooleanField(_l("Turn off keyboard shortcuts"))
    current_password = PasswordField(
        _l("Current password"),
        validators=[Length(max=MAX_LENGTH)],
        description=_l("Needed only when you change it."),
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        _l("New password"),
        validators=[Optional(), Length(max=MAX_LENGTH), _acceptable],
        render_kw={"autocomplete": "new-password"},
    )

    def to_command(self) -> SettingsCommand:
        """Return what was asked for."""
        return SettingsCommand(
            language=Language(self.language.data) if self.language.data else None,
            shortcuts_off=self.shortcuts_off.data,
            new_password=self.new_password.data or None,
        )


class UserForm(VersionedForm):
    """A user's name, role, units and whether the account is open."""

    name = text_field(_l("Name"), needed=True)
    email = email_field(_l("E-mail"), needed=True)
    role = ChoiceField(_l("Role"), ROLE_NAMES, needed=True, empty=_l("Choose a role"))
    infrastructure_ids = ManyChoiceField(
        _l("Acts for"), hint=_l("Only for infrastructure staff: the units whose facts they keep current.")
    )
    language = ChoiceField(
        _l("Language"), LANGUAGE_NAMES, empty=_l("As chosen in the top bar"), hint=_l("Letters are written in it too.")
    )
    password = PasswordField(
        _l("Password"),
        validators=[Optional(), Length(max=MAX_LENGTH), _acceptable],
        description=_l("Leave empty to keep the present one. A new password signs the user out everywhere."),
        render_kw={"autocomplete": "new-password"},
    )
    is_active = BooleanField(_l("The account is open"), default=True)

    def validate_infrastructure_ids(self, field: ManyChoiceField) -> None:
        """Staff act for somebody; nobody else does."""
        if self.role.data == Role.STAFF and not field.data:
            raise ValidationError(_("Choose at least one infrastructure for its staff."))

    def to_command(self) -> UserCommand:
        """Return what was asked for; only staff keep units."""
        role = Role(self.role.data)
        return UserCommand(
            email=self.email.data,
            name=self.name.data,
            role=role,
            infrastructure_ids=self.infrastructure_ids.numbers if role is Role.STAFF else (),
            language=Language(self.language.data) if self.language.data else None,
            is_active=self.is_active.data,
            password=self.password.data or None,
        )
