"""Fields that were sent back as they were shown: what stands stays, to the letter."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, PasswordField, TextAreaField
from wtforms.fields import Field, SelectField, SelectMultipleField


def is_untouched(field: Field) -> bool:
    """Tell whether a field was sent exactly as the page shows what is stored; one that was not sent counts as changed.

    A box that is not ticked is sent by leaving it out.
    """
    # A field of a form is made by its form only, so a second one is made beside it.
    shown = object.__new__(type(field))
    shown.__dict__.update(field.__dict__)
    shown.raw_data = None
    shown.process(None, field.object_data)
    if isinstance(field, BooleanField):
        return bool(field.data) == bool(shown.data)
    if isinstance(field, SelectMultipleField):
        return set(field.data or ()) == set(shown.data or ())
    if not field.raw_data:
        return False
    if isinstance(field, SelectField):
        return bool(field.data == shown.data)
    if isinstance(field, PasswordField):
        return not field.raw_data[0]
    return _as_sent(field, field.raw_data[0]) == _as_sent(field, shown._value())


def keep_stored(field: Field) -> None:
    """Give a field what is stored, and ask nothing more of it."""
    field.process_data(field.object_data)
    field.process_errors, field.validators = [], ()


def _as_sent(field: Field, text: Any) -> str:
    """Return text as a browser sends it: line ends are all the same, and one line has none."""
    plain = str(text).replace("\r\n", "\n").replace("\r", "\n")
    return plain if isinstance(field, TextAreaField) else plain.replace("\n", "")
