"""E-mail addresses as forms take them and letters need them: one rule for both, so that what is taken can be sent."""

from __future__ import annotations

import enum
import re

import idna

from app.limits import EMAIL
from matching.text.signs import clean_line

_LOCAL_LENGTH = 64
# RFC 5321's dot-string. Quoted local parts are legal, and no mail program of today writes one.
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


class AddressFault(enum.Enum):
    """What is wrong with an address."""

    INCOMPLETE = "incomplete"
    LOCAL_PART = "local_part"
    DOMAIN = "domain"


class AddressError(ValueError):
    """A text is no address that a letter can be sent to; `fault` says why."""

    def __init__(self, fault: AddressFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def read_email(text: str) -> str:
    """Return an address as it is kept: the local part as typed, the domain in small letters as people write it.

    Raises AddressError for what no letter could be sent to: a local part with other letters than a to z, which few
    mail servers take, or a domain that cannot be registered.
    """
    local, at, domain = clean_line(text).rpartition("@")
    if not at or not local or not domain:
        raise AddressError(AddressFault.INCOMPLETE)
    if not local.isascii():
        raise AddressError(AddressFault.LOCAL_PART)
    if not _LOCAL.fullmatch(local) or len(local) > _LOCAL_LENGTH:
        raise AddressError(AddressFault.INCOMPLETE)
    wire = wire_domain(domain)
    if len(local) + 1 + len(wire) > EMAIL:
        raise AddressError(AddressFault.INCOMPLETE)
    return f"{local}@{idna.decode(wire)}"


def wire_email(text: str) -> str:
    """Return an address as it stands in a letter: "info@företaget.se" is "info@xn--fretaget-n4a.se".

    Raises AddressError as `read_email` does.
    """
    local, _at, domain = read_email(text).rpartition("@")
    return f"{local}@{wire_domain(domain)}"


def wire_domain(domain: str) -> str:
    """Return a domain in the letters that the net uses (IDNA 2008); raises AddressError for an impossible one."""
    try:
        wire = idna.encode(domain, uts46=True).decode().lower()
        idna.decode(wire)
    except (idna.IDNAError, UnicodeError, ValueError, IndexError):
        raise AddressError(AddressFault.DOMAIN) from None
    labels = wire.split(".")
    if len(labels) < 2 or labels[-1].isdecimal() or not all(_LABEL.fullmatch(label) for label in labels):  # noqa: PLR2004 - a name and a top domain
        raise AddressError(AddressFault.DOMAIN)
    return wire
