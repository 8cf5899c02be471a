"""Keeps personal identity numbers out of addresses, which stand in histories, logs and letters for years."""

from __future__ import annotations

from urllib.parse import unquote, urlencode

from flask import Flask, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.addresses import local_address
from models.org_numbers import holds_personal_number, may_be_telephone

# An address within an address, as in ?next=, is percent-encoded once more.
_DEEPEST = 4


def guard_addresses(app: Flask) -> None:
    """Turn away addresses that hold a number; to be called before anything that repeats an address, as signing in."""
    app.before_request(_turn_away)


def _turn_away() -> ResponseReturnValue | None:
    """Lead on to the same page without what holds the number, and to the home page where the path itself does."""
    pairs = list(request.args.items(multi=True))
    clean = [(name, value) for name, value in pairs if not (_holds(name) or _holds(value))]
    in_path = _holds(request.path)
    if len(clean) == len(pairs) and not in_path:
        return None
    if request.method not in ("GET", "HEAD"):
        abort(400)
    if any(may_be_telephone(value) for _name, value in pairs):
        flash(_("This may be a personal identity number. Write a phone number as 070-123 45 67."), "warning")
    else:
        flash(_("A personal identity number may not stand in an address. Search by name instead."), "warning")
    if in_path:
        return redirect(url_for("home.show"))
    path = request.path + (f"?{urlencode(clean)}" if clean else "")
    return redirect(local_address(path) or url_for("home.show"))


def _holds(text: str) -> bool:
    for _turn in range(_DEEPEST):
        if holds_personal_number(text):
            return True
        decoded = unquote(text)
        if decoded == text:
            return False
        text = decoded
    return False
