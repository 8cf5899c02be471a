"""Asks the policy before every request, and refuses addresses that can name no record."""

from __future__ import annotations

from flask import Flask, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

from app.addresses import HIGHEST_NUMBER
from app.storage.database import db_session
from app.web.access import POLICY
from app.web.forms.typed import typed_here
from app.web.public_pages import is_public
from app.web.rules import (
    Reach,
)
from app.web.sign_in import do_without_actor, find_actor
from app.web.static_files import FILE_ENDPOINTS
from models.accounts import Role


class RecordNumber(IntegerConverter):
    """A record's number in an address; beyond what both databases can hold there is no record, and so no page."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=HIGHEST_NUMBER)


class WordInAddress(UnicodeConverter):
    """A word in an address; nothing can be named with a NUL sign, which PostgreSQL refuses even to compare."""

    def to_python(self, value: str) -> str:
        """Return the word; raises ValidationError, and so leads nowhere, for an impossible one."""
        if "\0" in value:
            raise ValidationError
        return value


def guard(app: Flask) -> None:
    """Ask the policy before every request; addresses that are added from now on hold possible numbers and words."""
    app.before_request(_require_permission)
    app.url_map.converters |= {"int": RecordNumber, "default": WordInAddress, "string": WordInAddress}


def require_complete_policy(app: Flask) -> None:
    """Raise RuntimeError when an address has no line in the policy, or a line no address."""
    addresses = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    if addresses != POLICY.keys():
        missing = sorted(addresses - POLICY.keys())
        extra = sorted(POLICY.keys() - addresses)
        raise RuntimeError(f"The access policy is not closed. Without a line: {missing}. Without an address: {extra}.")


def reach_of(role: Role | None, endpoint: str, method: str = "GET") -> Reach:
    """Return how far a role reaches behind an endpoint; nothing where there is no line."""
    rule = POLICY.get((endpoint, "GET" if method in ("HEAD", "OPTIONS") else method))
    return rule.reach(role) if rule else Reach.NONE


def _require_permission() -> ResponseReturnValue | None:
    if request.endpoint is None:
        # No such address, or not with this method: Flask answers 404 or 405 after this.
        return None
    if reach_of(None, request.endpoint, request.method) is Reach.ALL:
        if request.endpoint in FILE_ENDPOINTS:
            return None
        if is_public(request.endpoint):
            do_without_actor()
            return None
    actor = find_actor()
    db_session().info["actor_id"] = actor.id if actor else None
    if reach_of(actor.role if actor else None, request.endpoint, request.method) is not Reach.NONE:
        return None
    if actor is not None:
        abort(403)
    if typed_here() is not None:
        abort(401)
    return redirect(
        url_for("accounts.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None)
    )
