"""Fields that clean what was typed and say in plain words what is wrong with it."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, StringField, TextAreaField, ValidationError
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from app.addresses import is_web_address
from app.email_addresses import AddressError, AddressFault, read_email
from app.labels import NUMBER_NAMES, country_name
from app.limits import EMAIL, LONG_TEXT, NAME, SHORT_TEXT
from matching.text.signs import clean_line, clean_text, plain_number
from models.foreign_numbers import is_foreign
from models.org_numbers import NumberFault, country_of, fault_of

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_PHONE_SIGNS = frozenset("+0123456789 ()-/x.")
_PHONE_DIGITS = 5


class Required(InputRequired):
    """Asks for an answer; says so as plain text, since the lists of errors show nothing else. Spaces are no answer."""

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse an empty field."""
        try:
            super().__call__(form, field)
        except StopValidation as error:
            raise StopValidation(str(error)) from None
        if field.data in (None, "") and not field.process_errors:
            raise StopValidation(str(self.message))


required = Required(_l("Fill this in."))


def like(field: Any, label: Any = None) -> Any:
    """Return the field of another form once more, with its hint and rules; its label too, unless another is given."""
    return UnboundField(field.field_class, *((label, *field.args[1:]) if label else field.args), **field.kwargs)


def clean(text: str | None) -> str | None:
    """Return a typed text as it is kept; None when nothing is left that anybody could see."""
    return clean_text(text) or None if text is not None else None


def _clean_line(text: str | None) -> str | None:
    return clean_line(text) or None if text is not None else None


def no_control_characters(_form: Form, field: Field) -> None:
    """Refuse invisible control characters; a tab or a line break is not one."""
    if field.data and _CONTROL.search(field.data):
        raise StopValidation(_("The text holds invisible control characters. Paste it as plain text, or type it anew."))


def _longest(limit: int) -> Length:
    return Length(max=limit, message=_l("This is too long. At most %(max)d characters fit."))


def text_field(label: Any, *, needed: bool = False, limit: int = NAME, hint: Any = "", **kwargs: Any) -> StringField:
    """Return a field for one line of text."""
    first = required if needed else Optional()
    validators = [first, no_control_characters, _one_line, _longest(limit), *kwargs.pop("validators", ())]
    return StringField(label, filters=[_clean_line], validators=validators, description=hint, **kwargs)


def long_text_field(
    label: Any, *, needed: bool = False, limit: int = LONG_TEXT, hint: Any = "", rows: int = 4
) -> TextAreaField:
    """Return a field for running text."""
    first = required if needed else Optional()
    validators = [first, no_control_characters, _longest(limit)]
    return TextAreaField(label, filters=[clean], validators=validators, description=hint, render_kw={"rows": rows})


def email_field(label: Any, *, needed: bool = False, hint: Any = "", autocomplete: str = "off") -> StringField:
    """Return a field for an e-mail address; `autocomplete` is "username" where people type their own."""
    keys = {"autocomplete": autocomplete, "inputmode": "email"}
    return text_field(label, needed=needed, limit=EMAIL, hint=hint, validators=[_email], render_kw=keys)


def url_field(label: Any, *, hint: Any = "") -> StringField:
    """Return a field for a web address."""
    return text_field(label, limit=SHORT_TEXT, hint=hint, validators=[_url])


def _one_line(_form: Form, field: Field) -> None:
    if field.data and "\n" in field.data:
        raise ValidationError(_("Write this on one line."))


_ADDRESS_FAULTS = {
    AddressFault.INCOMPLETE: _l("This is not a complete e-mail address. It should look like name@company.se."),
    AddressFault.LOCAL_PART: _l(
        "Before the @ only the letters a to z, digits and signs such as . and - can be sent to."
    ),
    AddressFault.DOMAIN: _l("What stands after the @ is no domain. It should look like company.se."),
}


def _email(_form: Form, field: Field) -> None:
    """Keep an address in the form that letters are sent to, or say why none can be."""
    if not field.data:
        return
    try:
        field.data = read_email(field.data)
    except AddressError as error:
        raise ValidationError(str(_ADDRESS_FAULTS[error.fault])) from None


def _url(_form: Form, field: Field) -> None:
    if field.data and not is_web_address(field.data):
        raise ValidationError(_("This is not a web address. It should begin with https://."))


_NUMBER_FAULTS = {
    NumberFault.SIGNS: _l("An organisation number has only digits and a hyphen, such as 556016-0680."),
    NumberFault.CHECK_DIGIT: _l(
        "The check digit is wrong, so one of the digits must be. Compare with the company's papers."
    ),
    NumberFault.PLACEHOLDER: _l("No company has this number. Leave the field empty until you know it."),
}


def valid_org_number(_form: Form, field: Field) -> None:
    """Say what is wrong with an organisation number: its length, a sign that is no digit, or the check digit.

    A foreign one is checked as its own country does.
    """
    fault = fault_of(field.data) if field.data else None
    if fault is not None and is_foreign(field.data):
        country = country_of(field.data)
        name = NUMBER_NAMES.get(country) or _("VAT number")
        raise ValidationError(
            _(
                "This is no %(name)s of %(country)s: a digit or a sign is wrong. Compare with the company's papers.",
                name=name,
                country=country_name(country),
            )
        )
    if fault is NumberFault.LENGTH:
        raise ValidationError(_("An organisation number has ten digits; this has %(count)d.", count=len(field.data)))
    if fault is not None:
        raise ValidationError(str(_NUMBER_FAULTS[fault]))


def phone_field(label: Any, *, limit: int) -> StringField:
    """Return a field for a phone number, kept with plain hyphens and spaces."""
    filters = [_clean_line, lambda text: plain_number(text) if text else None]
    return StringField(label, filters=filters, validators=[Optional(), _longest(limit), _phone])


def _phone(_form: Form, field: Field) -> None:
    digits = [sign for sign in field.data or "" if sign.isdecimal()]
    if not set(field.data or "") <= _PHONE_SIGNS or len(digits) < _PHONE_DIGITS or len(set(digits)) == 1:
        raise ValidationError(_("This is not a phone number. Write digits, such as +46 8 123 45 67."))
