"""Companies' numbers in other countries: which number is each one's, and how it is read, checked and written.

A foreign number is kept with its country's two letters before it ("DK13585628"), so that it is one company's alone
wherever numbers are compared; ten digits without letters are Swedish. Each is checked by python-stdnum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any, Final

from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError

# The number of the company's register where it is checked by itself, else the VAT number.
_REGISTERS: Final = {
    "CH": "ch.uid",
    "DK": "dk.cvr",
    "EE": "ee.registrikood",
    "FI": "fi.ytunnus",
    "FR": "fr.siren",
    "IS": "is_.kennitala",
    "LI": "li.peid",
    "NO": "no.orgnr",
}
_VAT: Final = {
    "AT": "at.uid",
    "BE": "be.vat",
    "BG": "bg.vat",
    "CY": "cy.vat",
    "CZ": "cz.dic",
    "DE": "de.vat",
    "ES": "es.nif",
    "GB": "gb.vat",
    "GR": "gr.vat",
    "HR": "hr.oib",
    "HU": "hu.anum",
    "IE": "ie.vat",
    "IT": "it.iva",
    "LT": "lt.pvm",
    "LU": "lu.tva",
    "LV": "lv.pvn",
    "MT": "mt.vat",
    "NL": "nl.btw",
    "PL": "pl.nip",
    "PT": "pt.nif",
    "RO": "ro.cf",
    "SI": "si.ddv",
    "SK": "sk.dph",
}
# The countries whose companies' numbers are kept besides Sweden: the EEA, Switzerland and the United Kingdom.
FOREIGN: Final = tuple(sorted((*_REGISTERS, *_VAT)))
# VAT numbers say EL for Greece.
_LETTERS: Final = {code: code for code in FOREIGN} | {"EL": "GR"}
# What VAT numbers add to the number of the register.
_ADDED: Final = {"CH": r"(?:MWST|TVA|IVA|TPV)$", "FR": r"^..(?=\d{9}$)", "NO": r"MVA$"}
_SIGNS: Final = re.compile(r"[\s\-+.,/:]")
_FEWEST: Final = 4


def _is_born(module: str) -> Callable[[str], bool]:
    return lambda body: bool(_module(module).is_valid(body))


# Whose number may be a person's own, which is then hidden as a sole trader's.
_PERSONAL: Final[Mapping[str, Callable[[str], bool]]] = {
    "BG": _is_born("bg.egn"),
    "CZ": _is_born("cz.rc"),
    "ES": lambda body: body[:1] in "0123456789KLMXYZ",
    "IS": lambda body: body[:1] in "0123",
    "LV": lambda body: body[:1] in "0123",
}


@cache
def _module(name: str) -> Any:
    return import_module(f"stdnum.{name}")


def _of(country: str) -> Any:
    return _module(_REGISTERS.get(country) or _VAT[country])


def is_foreign(number: str | None) -> bool:
    """Tell whether a number that was read is one of another country."""
    return number is not None and number[:2] in FOREIGN


def read_foreign(text: str, country: str | None = None) -> str | None:
    """Return a number as it is kept where it begins with a country's letters, or is said to be of one; else None.

    What cannot be a number of that country comes back with the country's letters, for `foreign_fault` to refuse.
    """
    plain = _SIGNS.sub("", text).upper()
    found = _LETTERS.get(plain[:2])
    if found and sum(sign.isdecimal() for sign in plain[2:]) >= _FEWEST:
        country, plain = found, plain[2:]
    elif country not in FOREIGN or not plain:
        return None
    body = re.sub(_ADDED.get(country or "", "$"), "", plain)
    try:
        return f"{country}{_bare(country or '', _of(country or '').compact(_given(country, body)))}"
    except ValidationError:
        return f"{country}{body}"


def _given(country: str | None, body: str) -> str:
    """Return the number as its module takes it: the Swiss have three letters, of which two are the country's."""
    return f"CHE{body.removeprefix('E')}" if country == "CH" else body


def _bare(country: str, body: str) -> str:
    return body.removeprefix("CH") if country == "CH" else body


def foreign_fault(number: str) -> type[ValidationError] | None:
    """Return what is wrong with a foreign number that was read: its length, its check digit, or something else."""
    country, body = number[:2], number[2:]
    if len(set(body)) == 1:
        return ValidationError
    try:
        _of(country).validate(_given(country, body))
    except InvalidLength:
        return InvalidLength
    except InvalidChecksum:
        return InvalidChecksum
    except ValidationError:
        return ValidationError
    return None


def is_persons(number: str) -> bool:
    """Tell whether a foreign number is a person's own."""
    told = _PERSONAL.get(number[:2])
    return told is not None and told(number[2:])


def shown_foreign(number: str) -> str:
    """Return a foreign number as people write it, with its country's letters, by which it is read back."""
    country, body = number[:2], number[2:]
    if foreign_fault(number) is not None:
        return f"{country} {body}"
    written = _given(country, body)
    written = str(getattr(_of(country), "format", str)(written))
    return written if country == "CH" else f"{country} {written}"
