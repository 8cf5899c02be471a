"""Where a page of an error or a refusal leads: to what the request was about, or to the list that such things stand in.

It is read from the address alone and held against the policy, so that it tells nobody whether a thing is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.web.guard import reach_of
from app.web.rules import Reach
from app.web.sign_in import find_actor

# The pages that a refusal leads to, by endpoint: one thing's own page, and lists.
_PLACES: Final[dict[str, LazyString]] = {
    "accounts.sign_in": _l("To the sign-in page"),
    "accounts.settings": _l("To my settings"),
    "accounts.users": _l("To the users"),
    "achievements.index": _l("To the results and events"),
    "achievements.show": _l("To the result"),
    "aid.index": _l("To support and aid"),
    "aid.show": _l("To the support"),
    "catalogue.index": _l("To the catalogue"),
    "companies.index": _l("To the companies"),
    "companies.show": _l("To the company"),
    "duplicates.index": _l("To possible doubles"),
    "gaps.index": _l("To what is missing"),
    "hand_ins.index": _l("To the needs that came in"),
    "hand_ins.own": _l("To your need"),
    "hand_ins.show": _l("To the need that came in"),
    "hours.index": _l("To the hours"),
    "imports.index": _l("To the imports"),
    "imports.show": _l("To the import"),
    "infrastructures.index": _l("To the infrastructures"),
    "infrastructures.show": _l("To the infrastructure"),
    "matches.index": _l("To the matches"),
    "matches.show": _l("To the match"),
    "meetings.show": _l("To the meeting"),
    "needs.index": _l("To the needs"),
    "needs.show": _l("To the need"),
    "notes.index": _l("To the tasks"),
    "people.show": _l("To the person"),
    "programmes.index": _l("To the programmes"),
    "programmes.show": _l("To the programme"),
    "ranking.show": _l("To the ranking"),
    "rates.index": _l("To the euro rates"),
    "reports.index": _l("To the reports"),
    "reports.receivers": _l("To the receivers"),
    "reports.show": _l("To the report"),
    "saved_views.index": _l("To the saved views"),
    "tags.index": _l("To the tags"),
    "tags.show": _l("To the tag"),
    "vocabulary.index": _l("To the vocabulary"),
}
# What a refusal asks for that is done on another page, by its code.
_ELSEWHERE: Final = {
    "rate_missing": "rates.index",
    "ranking_not_usable": "ranking.show",
    "ranking_would_fall": "ranking.show",
    "too_few_judgements": "ranking.show",
    "last_administrator": "accounts.users",
}
# The list of things whose addresses begin with a word that is no page.
_LISTS: Final = {
    "capabilities": "infrastructures.index",
    "chosen": "matches.index",
    "meetings": "matches.index",
    "notes": "notes.index",
    "people": "companies.index",
    "uses": "matches.index",
}

_NOBODY_KNOWS: Final = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class WayOn:
    """A link to go on by."""

    label: LazyString
    url: str


def find_way_on(status: int, code: str | None = None) -> WayOn | None:
    """Return where a page of an error leads, for a refusal by its code; None where nothing is known but the home page.

    What there is none of, or is not open to the reader, leads to its list: so may be what it lies in.
    """
    if code in _ELSEWHERE and (found := _way(_ELSEWHERE[code], {})):
        return found
    adapter = current_app.url_map.bind("localhost")
    parts = request.path.strip("/").split("/")
    for length in range(len(parts), 0, -1):
        path = "/" + "/".join(parts[:length])
        if path == request.path and request.method == "GET":
            continue
        try:
            endpoint, values = adapter.match(path, "GET")
        except (HTTPException, RequestRedirect):
            continue
        if status in _NOBODY_KNOWS and values.keys() - {"language"}:
            continue
        if found := _way(str(endpoint), dict(values)):
            return found
    return _way(_LISTS.get(parts[0], ""), {})


def _way(endpoint: str, values: dict[str, Any]) -> WayOn | None:
    if endpoint not in _PLACES:
        return None
    actor = find_actor()
    if reach_of(actor.role if actor else None, endpoint) is Reach.NONE:
        return None
    return WayOn(_PLACES[endpoint], url_for(endpoint, **values))
