"""What stands after the question mark in a list's address, as it is kept: names and values in one order, no page."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from app.limits import VIEW_ADDRESS, VIEW_PARTS

# What an address holds besides what a list is asked for.
_NOT_KEPT = frozenset({"page", "draft"})


def kept_address(pairs: Iterable[tuple[str, str]]) -> str:
    """Return pairs of names and values as one text; the same for every address that asks for the same."""
    return urlencode(sorted((name, value) for name, value in pairs if value and name not in _NOT_KEPT))


def read_address(text: str) -> str | None:
    """Return an address's text as it is kept, from what a form sent; None for what no list was asked for."""
    if len(text) > VIEW_ADDRESS:
        return None
    try:
        pairs = parse_qsl(text, strict_parsing=bool(text), max_num_fields=VIEW_PARTS, errors="strict")
    except ValueError:
        return None
    address = kept_address(pairs)
    is_asked = all(name.isidentifier() and value.isprintable() for name, value in pairs)
    return address if is_asked and len(address) <= VIEW_ADDRESS else None
