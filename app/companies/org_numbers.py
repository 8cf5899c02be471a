"""Organisation numbers in searches: a personal identity number is never searched for."""

from __future__ import annotations

import sqlalchemy as sa

from models.org_numbers import read_org_number
from models.organisations import Company, CompanyKind

_ENOUGH_DIGITS = 6


def number_matches(text: str) -> sa.ColumnElement[bool]:
    """Return the condition that a company's number begins with what was typed; sole traders are found by name only."""
    digits = read_org_number(text) or ""
    if len(digits) < _ENOUGH_DIGITS or not (digits.isascii() and digits.isdecimal()):
        return sa.false()
    return sa.and_(Company.org_number.startswith(digits), Company.kind != CompanyKind.SOLE_TRADER)
