"""Organisation numbers in searches: a personal identity number is never searched for, nor left in an address."""

from __future__ import annotations

import sqlalchemy as sa

from app.forms.fields import clean_org_number
from models.organisations import Company, CompanyKind

_DIGITS = 10
_ENOUGH_DIGITS = 6


def is_personal_number(text: str | None) -> bool:
    """Tell whether ten digits are a personal identity number: its third is a month's first, 0 or 1.

    An organisation number always has 2 or more in that place.
    """
    number = clean_org_number(text)
    return (
        number is not None and len(number) == _DIGITS and number.isascii() and number.isdecimal() and number[2] in "01"
    )


def number_matches(text: str) -> sa.ColumnElement[bool]:
    """Return the condition that a company's number begins with what was typed; sole traders are found by name only."""
    digits = clean_org_number(text) or ""
    if len(digits) < _ENOUGH_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return sa.false()
    return sa.and_(Company.org_number.startswith(digits), Company.kind != CompanyKind.SOLE_TRADER)
