"""Organisation numbers and personal identity numbers as people write them, and which of the two a number is.

The one rule for all countries: `read_org_number` reads what was typed, `fault_of` checks it, `shown_number` writes it.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from typing import Final

from stdnum import luhn
from stdnum.exceptions import InvalidChecksum, InvalidLength

from matching.text.signs import plain_number
from models.foreign_numbers import foreign_fault, is_foreign, is_persons, read_foreign, shown_foreign

SWEDEN: Final = "SE"

_DIGITS: Final = 10
_CENTURIES: Final = ("16", "18", "19", "20")
# A VAT number is "SE", the organisation number, and "01" or another number for the part of the company.
_VAT: Final = re.compile(r"SE(\d{10})(?:\d{2})?", re.IGNORECASE)
# The longest number of any country, with its two letters, and room for more.
LONGEST_NUMBER: Final = 20
_BETWEEN: Final = re.compile(r"[\s\-+]")
# Ten or twelve digits with signs between them, as somebody might break a number up, within no longer number.
_APART: Final = r"(?:[^\w&=?#,;]|_){0,3}"
_IN_TEXT: Final = tuple(
    re.compile(rf"(?<!\d)(?=(\d(?:{_APART}\d){{{digits - 1}}})(?!\d))") for digits in (_DIGITS, _DIGITS + 2)
)
# A mobile number as most people write it; nobody breaks a personal number up after three digits like that.
_TELEPHONE: Final = re.compile(r"(?<!\d)07\d-\d{3} ?\d{2} ?\d{2}(?!\d)")
# Numbers among other words: signs that part words or stand about a number, and how many words one is written in.
_WORD: Final = re.compile(r"[^\s;,()]+")
_ABOUT: Final = " \t\u00a0;,():"
_MOST_WORDS: Final = 6
_MONTHS: Final = range(1, 13)
# One without any sign may be either: those born early in 2007 have numbers that begin so.
_BARE_MOBILE: Final = re.compile(r"(?<!\d)07[02369]\d{7}(?!\d)")
# The day of a coordination number is sixty more.
_DAYS: Final = (*range(1, 32), *range(61, 92))


class NumberFault(enum.Enum):
    """What is wrong with an organisation number."""

    SIGNS = "signs"
    LENGTH = "length"
    CHECK_DIGIT = "check_digit"
    PLACEHOLDER = "placeholder"
    FOREIGN = "foreign"


def read_org_number(text: str | None, country: str | None = SWEDEN) -> str | None:
    """Return what was typed as an organisation number without what people put about its ten digits.

    Spaces, hyphens and dashes of every kind go, as do the century of a personal number and the frame of a VAT number.
    The number of another country is told by its letters, or by `country`, and is kept with them ("DK13585628").
    None for nothing; what is no number comes back as it was, so that `fault_of` can say why.
    """
    plain = _BETWEEN.sub("", plain_number(text or ""))
    if foreign := read_foreign(plain, country):
        return foreign
    vat = _VAT.fullmatch(plain)
    if vat:
        return vat.group(1)
    if len(plain) == _DIGITS + 2 and plain.startswith(_CENTURIES):
        plain = plain[2:]
    return plain or None


def fault_of(number: str) -> NumberFault | None:
    """Return what is wrong with a number that was read; None for one that a company may have."""
    if is_foreign(number):
        wrong = foreign_fault(number)
        known: dict[type[Exception], NumberFault] = {
            InvalidChecksum: NumberFault.CHECK_DIGIT,
            InvalidLength: NumberFault.LENGTH,
        }
        return None if wrong is None else known.get(wrong, NumberFault.FOREIGN)
    if not (number.isascii() and number.isdecimal()):
        return NumberFault.SIGNS
    if len(number) != _DIGITS:
        return NumberFault.LENGTH
    if _is_placeholder(number):
        return NumberFault.PLACEHOLDER
    return None if luhn.is_valid(number) else NumberFault.CHECK_DIGIT


def number_in(text: str) -> tuple[str | None, str]:
    """Return the valid number that stands in a text in any form, as it is kept, and the text without it.

    The longest run of words that is a number counts, so that a part of one never does; None where there is none.
    """
    words = list(_WORD.finditer(text))
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        for first, last in zip(words, words[count - 1 :], strict=False):
            written = text[first.start() : last.end()].strip(_ABOUT)
            number = read_org_number(written) if any(sign.isdecimal() for sign in written) else None
            if number is not None and fault_of(number) is None:
                return number, f"{text[: first.start()]}{text[last.end() :]}".strip(_ABOUT)
    return None, text.strip(_ABOUT)


def country_of(number: str) -> str:
    """Return the two letters of the country whose number this is."""
    return number[:2] if is_foreign(number) else SWEDEN


def shown_number(number: str, *, masked: bool = False) -> str:
    """Return a number as people write it; `masked` hides a person's own. Either is read back as it is."""
    if is_foreign(number):
        return f"{number[:2]} XXXX-XXXX" if masked else shown_foreign(number)
    return f"{number[:2]}XXXX-XXXX" if masked else f"{number[:6]}-{number[6:]}"


def _is_placeholder(number: str) -> bool:
    """Tell whether it is written to fill a field: the same one or two digits over and over, a count, or no birthday."""
    repeats = any(number == (number[:length] * _DIGITS)[:_DIGITS] for length in (1, 2))
    counts = number[:9] in "0123456789" * 2 or number[:9] in "9876543210" * 2
    return repeats or counts or (number[2] in "01" and not _is_birthday(number))


def _is_birthday(number: str) -> bool:
    return int(number[2:4]) in _MONTHS and int(number[4:6]) in _DAYS


def is_personal_number(text: str | None) -> bool:
    """Tell whether a number is a personal identity number: ten digits that begin with a birthday, or as abroad.

    The third digit of an organisation number is always 2 or more. Wrong check digits are not forgiven: a number with
    one digit wrong still tells of somebody.
    """
    number = read_org_number(text)
    if number is not None and is_foreign(number):
        return is_persons(number)
    return (
        number is not None
        and len(number) == _DIGITS
        and number.isascii()
        and number.isdecimal()
        and number[2] in "01"
        and _is_birthday(number)
    )


def may_be_telephone(text: str) -> bool:
    """Tell whether a text is nothing but a mobile number as it is written without any sign."""
    return _BARE_MOBILE.fullmatch(plain_number(text).strip()) is not None


def holds_personal_number(text: str) -> bool:
    """Tell whether a personal identity number stands anywhere in a text, however its digits are broken up.

    A mobile number without a sign in it (0701740605) may be one, and counts as one where its check digit fits.
    """
    plain = _TELEPHONE.sub("…", plain_number(unicodedata.normalize("NFKC", text)))
    plain = _BARE_MOBILE.sub(lambda found: found[0] if luhn.is_valid(found[0]) else "…", plain)
    found = (match.group(1) for pattern in _IN_TEXT for match in pattern.finditer(plain))
    return any(is_personal_number(re.sub(r"\D", "", digits)) for digits in found)
