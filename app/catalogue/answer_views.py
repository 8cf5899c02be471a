"""How every page of the catalogue is answered: as it was written for the one before, if nothing has changed since."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable

from flask import Response, current_app, make_response, render_template, request

from app.catalogue.asked import Asked
from app.catalogue.asking import AskLaterError
from app.catalogue.shapes import Content, PublicCatalogue
from app.web.application_digest import application_digest
from app.web.public_pages import conditional
from models.clock import today


def answer(
    catalogue: PublicCatalogue, make: Callable[[], Content], mimetype: str = "text/html", *, keep: bool = True
) -> Response:
    """Return what `make` writes of nothing but the catalogue, the address and the day.

    What is not to be `keep`t rests on more, and is known by what it says. All else is known before it is made.
    """
    if not keep:
        return conditional(make, mimetype)
    tag = _tag(catalogue)
    return conditional(lambda: _kept(catalogue, tag, make), mimetype, tag=tag)


def wait_page(asked: Asked, error: AskLaterError) -> Response:
    """Tell a visitor when to ask again; the question stays in the address, and nobody keeps this answer."""
    page = make_response(render_template("catalogue/wait.html", asked=asked, error=error), error.status)
    page.headers["Retry-After"] = str(math.ceil(error.seconds))
    return page


def _kept(catalogue: PublicCatalogue, tag: str, make: Callable[[], Content]) -> Content:
    found = catalogue.pages.find(tag)
    if found is None:
        found = make()
        catalogue.pages.put(tag, found)
    return found


def _tag(catalogue: PublicCatalogue) -> str:
    """Return what a page is known by: all that it is made of, and nothing that is not published."""
    settings = current_app.extensions["brygga"]
    installed = (settings.branding, settings.base_url, settings.accessibility_contact, settings.mail_from)
    address = (request.script_root, request.full_path, today().isoformat())
    told = repr((application_digest(), installed, catalogue.digest, address))
    return hashlib.sha256(told.encode(errors="backslashreplace")).hexdigest()[:32]
