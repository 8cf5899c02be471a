"""Fields that clean what was typed and say in plain words what is wrong with it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField as WTDateField
from wtforms import Field, Form, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from app.addresses import is_web_address
from app.email_addresses import AddressError, AddressFault, read_email
from app.limits import EMAIL, FIRST_DATE_YEAR, LAST_DATE_YEAR, LONG_TEXT, NAME, SHORT_TEXT
from matching.text.signs import clean_line, clean_text, plain_number
from models.org_numbers import NumberFault, fault_of

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
    """Say what is wrong with an organisation number: its length, a sign that is no digit, or the check digit."""
    fault = fault_of(field.data) if field.data else None
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


class DateField(WTDateField):
    """A date as 2026-11-21, between 2000 and 2100."""

    def __init__(self, label: Any, *, needed: bool = False, hint: Any = "", **kwargs: Any) -> None:
        """Ask for a date; `needed` makes it required."""
        validators = [required if needed else Optional(), *kwargs.pop("validators", ())]
        super().__init__(label, validators=validators, description=hint, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date, or say what a date looks like."""
        text = plain_number(valuelist[0]) if valuelist else ""
        if not text:
            self.data = None
            return
        try:
            self.data = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
        except ValueError:
            self.data = None
        if self.data is None:
            raise ValueError(_("There is no such date. Write it as year-month-day, such as 2026-11-21."))
        if not FIRST_DATE_YEAR <= self.data.year <= LAST_DATE_YEAR:
            self.data = None
            raise ValueError(
                _("The year must lie between %(first)d and %(last)d.", first=FIRST_DATE_YEAR, last=LAST_DATE_YEAR)
            )


class NumberField(StringField):
    """A number written as people write it: "1 200,50" and "1200.5" are the same."""

    def __init__(
        self,
        label: Any,
        *,
        lowest: int,
        highest: int,
        decimals: int = 0,
        needed: bool = False,
        hint: Any = "",
        **kwargs: Any,
    ) -> None:
        """Ask for a number between `lowest` and `highest` with at most so many decimals."""
        super().__init__(
            label,
            validators=[required if needed else Optional()],
            description=hint,
            render_kw={"inputmode": "decimal" if decimals else "numeric"},
            **kwargs,
        )
        self.lowest, self.highest, self.decimals = lowest, highest, decimals
        self.value: Decimal | None = None

    def process_data(self, value: Any) -> None:
        """Show a stored number without needless decimals."""
        self.value = None if value is None else Decimal(str(value))
        self.data = "" if self.value is None else f"{self.value.normalize():f}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, and read it."""
        self.data = valuelist[0].strip() if valuelist else ""
        self.value = None
        plain = re.sub(r"\s", "", plain_number(self.data)).replace(",", ".")
        if not plain:
            return
        try:
            value = Decimal(plain) if re.fullmatch(r"-?\d{1,15}(\.\d{1,10})?", plain, re.ASCII) else None
        except InvalidOperation:
            value = None
        if value is None:
            raise ValueError(_("This is not a number. Write digits only, such as 1200."))
        if len(plain.partition(".")[2]) > self.decimals:
            raise ValueError(_("At most %(count)d decimals fit.", count=self.decimals))
        if not self.lowest <= value <= self.highest:
            raise ValueError(_("The number must lie between %(low)d and %(high)d.", low=self.lowest, high=self.highest))
        self.value = value

    @property
    def whole(self) -> int | None:
        """Return the number as an integer."""
        return None if self.value is None else int(self.value)
