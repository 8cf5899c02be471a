"""The places, and who sees which: nothing is shown that the access policy would refuse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flask import Flask, request, url_for
from flask_babel import lazy_gettext as _l

from app.labels import ROLE_NAMES
from app.web.guard import reach_of
from app.web.i18n import current_language
from app.web.public_pages import is_public
from app.web.rules import Reach
from app.web.sign_in import find_actor
from models.accounts import User

_PLACES = (
    ("home.show", _l("Home")),
    ("needs.index", _l("Needs")),
    ("matches.index", _l("Matches")),
    ("companies.index", _l("Companies")),
    ("infrastructures.index", _l("Infrastructures")),
    ("reports.index", _l("Reports")),
)
_MORE = (
    ("notes.index", _l("Tasks")),
    ("infrastructures.board", _l("Readiness of all units")),
    ("hand_ins.index", _l("Needs that came in")),
    ("hours.index", _l("Hours")),
    ("aid.index", _l("Support and aid")),
    ("aid.sums", _l("Aid in sums")),
    ("gaps.index", _l("Unmet needs")),
    ("saved_views.index", _l("Saved views of lists")),
    ("tags.index", _l("Tags")),
    ("letters.index", _l("Letter templates")),
    ("imports.index", _l("Import")),
    ("bin.index", _l("Bin")),
    ("jobs.index", _l("Work in the background")),
    ("programmes.index", _l("Programmes")),
    ("achievements.index", _l("Results")),
    ("vocabulary.index", _l("Vocabulary")),
    ("vocabulary.engine", _l("Matching engine")),
    ("ranking.judge", _l("Judge blind")),
    ("ranking.show", _l("Ranking")),
    ("accounts.users", _l("Users")),
    ("accounts.settings", _l("My settings")),
)
# Pages of rooms without a place of their own lie within another's.
_WITHIN = {
    "rates": "aid",
    "meetings": "matches",
    "answers": "matches",
    "calendars": "accounts.settings",
    "hand_ins": "needs",
    "uses": "matches",
    "people": "companies",
    "notes": "companies",
    "notes.index": "notes",
    # Asked on a need's page, and told there.
    "matches.consent": "needs",
}
_FOOTER = (("catalogue.index", _l("Public catalogue")), ("home.accessibility", _l("Accessibility statement")))
_LANGUAGES = (("sv", "Svenska"), ("en", "English"))
_NEW = (
    ("needs.new", _l("Need")),
    ("needs.call", _l("Need by phone")),
    ("companies.new", _l("Company")),
    ("infrastructures.new", _l("Infrastructure")),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go; `current` when the page shown lies there. The others are what a menu asks of any item."""

    label: str
    url: str
    current: bool = False
    post: bool = False
    danger: bool = False


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A language the pages can be had in; its address takes a POST."""

    label: str
    code: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class UserMenu:
    """Who has signed in, and the places under their name."""

    name: str
    role: str
    links: tuple[Link, ...]
    sign_out_url: str
    shortcuts: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the frame of every page shows this reader; `person` is None before signing in."""

    places: tuple[Link, ...]
    create: tuple[Link, ...]
    person: UserMenu | None
    languages: tuple[LanguageLink, ...]
    home_url: str
    search_url: str | None
    suggest_url: str | None
    sign_in_url: str
    footer: tuple[Link, ...]


def init_navigation(app: Flask) -> None:
    """Give every page `navigation`, and every template and macro `may`."""
    app.context_processor(lambda: {"navigation": _navigation()})
    app.jinja_env.globals["may"] = may


def may(endpoint: str, method: str = "GET") -> bool:
    """Tell whether the reader may use an address at all, for showing or hiding a button."""
    return _may(find_actor(), endpoint, method)


def _may(actor: User | None, endpoint: str, method: str = "GET") -> bool:
    return reach_of(actor.role if actor else None, endpoint, method) is not Reach.NONE


def _navigation() -> Navigation:
    actor = find_actor()
    return Navigation(
        places=_links(_PLACES, actor) if actor else (),
        create=_links(_NEW, actor) if actor else (),
        person=_reader(actor) if actor else None,
        languages=tuple(
            LanguageLink(label, code, url_for("accounts.choose_language"), code == current_language())
            for code, label in _LANGUAGES
        ),
        home_url=url_for("home.show"),
        search_url=url_for("search.show") if _may(actor, "search.show") else None,
        suggest_url=url_for("search.suggest") if _may(actor, "search.suggest") else None,
        sign_in_url=url_for("accounts.sign_in"),
        footer=_links(_FOOTER, actor),
    )


def _reader(actor: User) -> UserMenu:
    return UserMenu(
        name=actor.name,
        role=str(dict(ROLE_NAMES)[actor.role]),
        links=_links(_MORE, actor),
        sign_out_url=url_for("accounts.sign_out"),
        shortcuts=not actor.shortcuts_off,
    )


def _links(places: tuple[tuple[str, object], ...], actor: User | None) -> tuple[Link, ...]:
    room = (request.endpoint or "").split(".", maxsplit=1)[0]
    here = _WITHIN.get(request.endpoint or "", _WITHIN.get(room, room))
    return tuple(
        Link(
            str(label),
            _address_of(endpoint, _language_of(endpoint), request.script_root),
            endpoint in (request.endpoint, f"{here}.index"),
        )
        for endpoint, label in places
        if _may(actor, endpoint)
    )


@cache
def _address_of(endpoint: str, language: str | None, _root: str) -> str:
    """Return a place's address; every page has some thirty, and they differ only with where Brygga is mounted."""
    return url_for(endpoint, language=language)


def _language_of(endpoint: str) -> str | None:
    """Return the language that an address names; None where it names none."""
    return current_language() if is_public(endpoint) else None
