"""Browsers that an account knows: a signed cookie says where somebody has signed in before.

Guesses from such a browser are counted apart, so that wrong guesses made elsewhere never shut the owner out.
"""

from __future__ import annotations

import secrets
from typing import Any, Final

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.accounts.throttle import STRANGERS, account_key
from app.limits import KNOWN_ACCOUNTS, KNOWN_BROWSER_LIFE

_COOKIE: Final = "brygga-known"
_SIGNS: Final = 32  # of an account's key: enough to tell accounts apart


def lane_of(email: str) -> str:
    """Return the lane in which this browser's guesses at an account are counted."""
    return _known().get(account_key(email)[:_SIGNS], STRANGERS)


def remember(response: Response, email: str) -> Response:
    """Let the browser show from now on that the account knows it; the account last used comes first."""
    account = account_key(email)[:_SIGNS]
    known = _known()
    lane = known.pop(account, None) or secrets.token_urlsafe(16)
    kept = {account: lane, **known}
    response.set_cookie(
        _name(),
        _serializer().dumps(dict(list(kept.items())[:KNOWN_ACCOUNTS])),
        max_age=KNOWN_BROWSER_LIFE,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _known() -> dict[str, str]:
    try:
        told: Any = _serializer().loads(
            request.cookies.get(_name(), ""), max_age=int(KNOWN_BROWSER_LIFE.total_seconds())
        )
    except BadSignature:
        return {}
    return told if isinstance(told, dict) else {}


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="brygga known browser")


def _name() -> str:
    # The prefix makes browsers refuse the cookie from any other host; it needs https.
    return f"__Host-{_COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else _COOKIE
