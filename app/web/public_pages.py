"""Pages that are the same for everybody: nobody is asked who they are, and whoever has not signed in may keep them.

Their addresses name their language, so that what is kept for one reader is right for the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import quote

from flask import Flask, Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.http import is_resource_modified, quote_etag

from app.limits import PUBLIC_AGE
from app.web.asked import asked
from app.web.i18n import current_language
from config import Branding

_ROOM: Final = "catalogue."
_LANGUAGES: Final = (("sv", "Svenska"), ("en", "English"))
_PLACES: Final = (
    ("catalogue.index", _l("Find an infrastructure")),
    ("hand_ins.new", _l("Describe your need")),
    ("catalogue.data", _l("Open data")),
)


@dataclass(frozen=True, slots=True)
class PublicLink:
    """A place to go from any public page, and its address as search engines are to know it."""

    label: str
    url: str
    current: bool
    language: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class PublicFrame:
    """What the frame of every public page shows: whose it is, where one can go, and in which languages it is read.

    `address` is the page's own, as search engines are to know it.
    """

    brand: Branding
    contact: str
    home_url: str
    logo_url: str | None
    sign_in_url: str
    accessibility_url: str
    places: tuple[PublicLink, ...]
    languages: tuple[PublicLink, ...]
    address: str


def init_public_pages(app: Flask) -> None:
    """Give templates the frame of public pages, and addresses of letters."""
    app.jinja_env.globals.update(public_frame=public_frame, letter_about=letter_about)


def is_public(endpoint: str | None) -> bool:
    """Tell whether an endpoint answers everybody alike."""
    return (endpoint or "").startswith(_ROOM)


def public_cache_control(response: Response) -> str:
    """Return how long a public page may be kept: a while by anybody, but by nobody beside somebody's own cookie.

    That one must ask again is kept nowhere.
    """
    if response.status_code in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        return "no-store"
    is_anonymous = current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    return f"public, max-age={PUBLIC_AGE}" if is_anonymous and response.status_code in (200, 304) else "no-cache"


def conditional(make: Callable[[], str | bytes], mimetype: str, *, tag: str | None = None) -> Response:
    """Return an answer that is sent only to those who do not have it yet; others are told that nothing has changed.

    With a `tag` it is not even made for them; without one it is known by what it says. No day is told: it would tell
    when somebody was at work here.
    """
    is_known = tag is not None and not is_resource_modified(request.environ, quote_etag(tag))
    answer = Response("" if is_known else make(), mimetype=mimetype)
    if tag is None:
        answer.add_etag()
    else:
        answer.set_etag(tag)
    answer.vary.add("Cookie")
    answer.make_conditional(request)
    return answer


def visitor_address() -> str | None:
    """Return where a request comes from; a proxy of our own network says whom it asks for, others are not believed."""
    try:
        is_ours = ip_address(request.remote_addr or "").is_private
    except ValueError:
        is_ours = True  # a socket of this machine has no address
    return request.access_route[-1] if is_ours and request.access_route else request.remote_addr


def letter_about(address: str, name: str) -> str:
    """Return the address of a letter about something; its subject is plain text, and no part of a page."""
    subject = _("About %(name)s", name=name)
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}"


def absolute(endpoint: str, **values: Any) -> str:
    """Return an address as the world knows it, whatever name the request came by."""
    base: str = current_app.extensions["brygga"].base_url
    return base + url_for(endpoint, **values).removeprefix(request.script_root)


def public_frame() -> PublicFrame:
    """Return the frame of the public page that is asked for."""
    settings = current_app.extensions["brygga"]
    brand: Branding = settings.branding
    language, values = current_language(), dict(request.view_args or {})
    endpoint = request.endpoint or "catalogue.index"
    return PublicFrame(
        brand=brand,
        contact=brand.contact or settings.accessibility_contact or settings.mail_from,
        home_url=url_for("catalogue.index", language=language),
        logo_url=url_for("catalogue.logo") if brand.logo else None,
        sign_in_url=url_for("accounts.sign_in", language=_unless_swedish(language)),
        accessibility_url=url_for("home.accessibility", language=_unless_swedish(language)),
        places=tuple(
            PublicLink(str(label), url_for(place, language=language), place == endpoint, language)
            for place, label in _PLACES
        ),
        languages=tuple(
            PublicLink(
                label,
                url_for(endpoint, **{**values, **asked(), "language": code}),
                code == language,
                code,
                absolute(endpoint, **{**values, "language": code}),
            )
            for code, label in _LANGUAGES
        ),
        address=absolute(endpoint, **values),
    )


def _unless_swedish(language: str) -> str | None:
    """Return what an address without a language in its path is given: visitors read Swedish unless told."""
    return None if language == "sv" else language
