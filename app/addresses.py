"""Addresses that somebody typed or sent along: parsed here and nowhere else, and never an error."""

from __future__ import annotations

import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit

from app.email_addresses import AddressError, wire_domain

# Beyond it both databases hold no record.
HIGHEST_NUMBER = 2**31 - 1
# How often an address may be percent-encoded on top of itself; what is deeper still is nobody's address.
_DEEPEST = 5


def parse_address(text: str | None) -> SplitResult | None:
    """Return the parts of an address, with a port that is a number or None; None for what is no address at all."""
    try:
        parts = urlsplit(text or "")
        _ = parts.port, parts.hostname  # read lazily, and only then found to be wrong
    except ValueError:
        return None
    return parts


def host_of(address: str) -> str | None:
    """Return the host of an address in lower case; None where there is none."""
    parts = parse_address(address)
    return (parts.hostname or None) if parts else None


def web_address(text: str | None) -> str | None:
    """Return an address of the web as it was given; None for any that leads to something else, such as a script."""
    parts = parse_address(text)
    return text if parts and parts.scheme in ("http", "https") and parts.hostname else None


def local_address(text: str | None) -> str | None:
    """Return an address within Brygga as it was given, "/needs?page=2"; None for any that could lead elsewhere.

    Browsers take a backslash for a slash and drop tabs and line ends, and some readers undo full-width signs and
    percent signs: an address is refused when it leads elsewhere read in any of these ways.
    """
    if not text or not all(_stays_here(reading) for reading in _readings(text)):
        return None
    return text


def _readings(text: str) -> list[str]:
    """Return an address as it is written and its path as it reads after each decoding, full-width signs plain."""
    readings = [text]
    path = text.partition("?")[0].partition("#")[0]
    for _ in range(_DEEPEST):
        readings += [path, unicodedata.normalize("NFKC", path)]
        decoded = unquote(path)
        if decoded == path:
            return readings
        path = decoded
    return [""]


def _stays_here(text: str) -> bool:
    parts = parse_address(text)
    if parts is None or parts.scheme or parts.netloc or " " in text or not text.isprintable():
        return False
    return text.startswith("/") and text[1:2] not in ("/", "\\") and "\\" not in parts.path and "//" not in parts.path


def is_web_address(text: str) -> bool:
    """Tell whether a text is the address of a page on the web, at a domain that can exist and with nobody's name."""
    parts = parse_address(text)
    if parts is None or parts.scheme not in ("http", "https") or "@" in parts.netloc or not parts.hostname:
        return False
    try:
        wire_domain(parts.hostname)
    except AddressError:
        return False
    return not set(text) & set(' \n\t<>"\\') and text.isprintable()


def record_number(text: str | None) -> int | None:
    """Return the record's number that an address or a page's own field holds; None for what can be none's number."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > len(str(HIGHEST_NUMBER)):
        return None
    number = int(text)
    return number if number <= HIGHEST_NUMBER else None
