"""What the pages of this room answer when a password cannot be looked at now, and what their letters are made with."""

from __future__ import annotations

import math
from datetime import timedelta

from flask import Response, current_app, make_response, render_template
from flask_babel import gettext as _

from app.accounts.password_links import Post
from app.accounts.throttle import in_words
from app.limits import BUSY_WAIT
from app.web.forms.base import BaseForm
from config import Settings


def post() -> Post:
    """Return what letters with links are made with."""
    settings: Settings = current_app.extensions["brygga"]
    return Post(settings.secret_key, settings.base_url)


def wait_page(template: str, form: BaseForm, wait: timedelta, **values: object) -> Response:
    """Show a form after too many attempts; it says how long to wait, and so does the answer's header."""
    form.form_errors.append(_("Too many attempts. Try again in %(wait)s.", wait=in_words(wait)))
    return _page(template, form, 429, wait, values)


def busy_page(template: str, form: BaseForm, **values: object) -> Response:
    """Show a form when so many passwords are being checked that one more would hold up everybody."""
    form.form_errors.append(_("Many people are signing in at this moment. Wait a few seconds and try again."))
    return _page(template, form, 503, BUSY_WAIT, values)


def _page(template: str, form: BaseForm, status: int, wait: timedelta, values: dict[str, object]) -> Response:
    response = make_response(render_template(template, form=form, **values), status)
    response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
    return response
