"""Turns refusals and HTTP errors into pages, in one place."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, SecurityError

from app.addresses import local_address, parse_address
from app.storage.database import db_session
from app.storage.database_failures import describe
from app.storage.read_log import forget_readings
from app.web.error_words import HTTP_WORDS, REFUSAL_WORDS
from app.web.forms.typed import seal, shown, typed_here
from app.web.guard import reach_of
from app.web.merged_addresses import lead_on
from app.web.rules import Reach
from app.web.sign_in import do_without_actor, find_actor
from app.web.sign_in_form import SignInForm
from app.web.way_on import find_way_on
from models.errors import (
    BuiltUponError,
    DomainError,
    MergedRecordError,
    NotAllowedError,
    NotFoundError,
    StaleRecordError,
)

# What SQLite says and what PostgreSQL's codes are: others hold the lock, a deadlock, a statement that took too long;
# and no room on the disk.
_BUSY = ("locked", "busy", "40P01", "55P03", "40001", "57014", "QueuePool")
_FULL = ("full", "disk I/O", "53100")


def init_errors(app: Flask) -> None:
    """Register every error page."""
    app.register_error_handler(NotFoundError, lambda _error: error_page(404))
    app.register_error_handler(MergedRecordError, lambda error: lead_on(error) or error_page(409))
    app.register_error_handler(NotAllowedError, lambda _error: error_page(403))
    app.register_error_handler(StaleRecordError, lambda _error: error_page(409))
    app.register_error_handler(BuiltUponError, lambda error: _refusal(error, _l("This can no longer be undone")))
    app.register_error_handler(IntegrityError, lambda _error: error_page(409, again=True))
    app.register_error_handler(OperationalError, _database_refuses)
    app.register_error_handler(InterfaceError, _database_refuses)
    app.register_error_handler(PoolTimeoutError, _database_refuses)
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def error_page(
    status: int,
    *,
    title: object | None = None,
    advice: object | None = None,
    again: bool = False,
    code: str | None = None,
) -> ResponseReturnValue:
    """Return the page for a status; what was not committed is rolled back, and what was typed is shown.

    With `again` it can be sent once more from there; a refusal has a `code`. Where the database does not answer, the
    page does without.
    """
    typed = typed_here()
    g.shows_typed = typed is not None
    forget_readings()
    known_title, known_advice = HTTP_WORDS.get(status, HTTP_WORDS[500 if status >= 500 else 400])  # noqa: PLR2004 - HTTP's own number
    values: dict[str, Any] = {"status": status, "title": title or known_title, "advice": advice or known_advice}
    values |= {"typed": shown(typed.content) if typed else [], "again": request.full_path if again else None}
    values["back"] = _sent_from()
    try:
        db_session().rollback()
        return render_template("error.html", **values, way=find_way_on(status, code)), status
    except SQLAlchemyError:
        do_without_actor()
        return render_template("error.html", **values, way=None), status


def _sent_from() -> str | None:
    """Return the page of ours that a form was sent from, so that it can be loaded again; None where none is known."""
    parts = parse_address(request.referrer)
    if request.method != "POST" or parts is None or parts.netloc != request.host:
        return None
    rule = request.url_rule
    if rule is not None and parts.path == request.path and "GET" not in (rule.methods or ()):
        return None
    return local_address(parts.path + (f"?{parts.query}" if parts.query else ""))


def sign_in_again(status: int, advice: str) -> ResponseReturnValue:
    """Return the sign-in page with what was typed, which is there again once the same account has signed in."""
    typed = typed_here()
    g.shows_typed = True
    form = SignInForm(formdata=None)
    form.typed.data = (seal(typed) if typed else None) or ""
    said = str(_l("What you wrote stands below and is not saved yet."))
    there = str(_l("Once you have signed in it is in the form again.") if form.typed.data else _l("Copy it first."))
    page = render_template(
        "accounts/sign_in_again.html",
        form=form,
        typed=shown(typed.content) if typed else [],
        advice=f"{advice} {said} {there}",
    )
    return page, status


def _refusal(error: DomainError, title: object | None = None) -> ResponseReturnValue:
    return error_page(
        409, title=title or _l("This is not possible now"), advice=REFUSAL_WORDS[error.code], code=error.code
    )


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    is_typed = typed_here() is not None
    # A page that everybody may send asks nobody to sign in.
    needs_account = reach_of(None, request.endpoint or "", request.method) is Reach.NONE
    if is_typed and needs_account and find_actor() is None:
        return sign_in_again(400, str(_l("You are no longer signed in.")))
    from_here = _l("Nothing has been saved. Send it once more from here, or load the page again.")
    # A button that was pressed leaves nothing to send from here.
    anew = _l("Nothing has been saved. Go back, load the page again and try once more.")
    title, advice = str(_l("The page had been open too long")), str(from_here if is_typed else anew)
    return error_page(400, title=title, advice=advice, again=True)


def _database_refuses(error: SQLAlchemyError) -> ResponseReturnValue:
    """Say that nothing was saved, and why, as far as the database tells: others are saving, it is full, or gone."""
    current_app.logger.error("The database refuses.\n%s", describe(error))
    told = str(getattr(error, "orig", "")) + str(getattr(getattr(error, "orig", None), "sqlstate", "") or "")
    if any(sign in told for sign in _BUSY):
        title, advice = _l("Others are saving just now"), _l("Nothing of yours has been saved. Wait a moment.")
    elif any(sign in told for sign in _FULL):
        title, advice = _l("There is no room to save"), _l("Nothing has been saved. Tell the administrator.")
    else:
        title, advice = _l("Brygga cannot reach its database"), _l("Try again in a while.")
    page = make_response(error_page(503, title=title, advice=advice, again=True))
    page.headers["Retry-After"] = "30"
    return page


def _strange_host(_error: SecurityError) -> ResponseReturnValue:
    # A page needs addresses to link to, and there are none at a host that is not ours.
    return "This host is not served here.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is an answer, not an error
        return error
    if error.code == HTTPStatus.UNAUTHORIZED:
        return sign_in_again(error.code, str(_l("You are no longer signed in.")))
    return error_page(error.code)


def _unexpected(error: Exception) -> ResponseReturnValue:
    current_app.logger.error("Unexpected error.\n%s", describe(error))
    return error_page(500, again=True)
