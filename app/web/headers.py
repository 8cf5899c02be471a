"""The security headers, on every response including errors and files."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, g, request

from app.web.links_in_letters import LINKS_IN_LETTERS
from app.web.public_pages import is_public, public_cache_control
from app.web.sign_in import find_actor
from app.web.static_files import FILE_ENDPOINTS, cache_control

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Bootstrap draws its check marks and arrows as data: images
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
# What somebody has uploaded: were a browser to show it all the same, it could run and reach nothing.
UPLOADED = frozenset({"files.download"})
SANDBOXED = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What these answer is for one reader though nobody has signed in: it is kept nowhere on its way, and no index has it.
KEPT_NOWHERE = frozenset({"calendars.feed", *LINKS_IN_LETTERS})
# These addresses are secrets: what a page loads and links to is told where Brygga is, and no more.
SECRET_ADDRESSES = frozenset({*KEPT_NOWHERE, "accounts.choose_password"})
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"


def add_headers(app: Flask) -> None:
    """Set the headers on whatever the application answers."""
    app.after_request(_set_headers)


def _set_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers[name] = value
    if request.endpoint in UPLOADED and response.status_code == HTTPStatus.OK:
        response.headers["Content-Security-Policy"] = SANDBOXED
    if request.endpoint in SECRET_ADDRESSES:
        response.headers["Referrer-Policy"] = "strict-origin"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if request.endpoint in FILE_ENDPOINTS:
        response.headers["Cache-Control"] = cache_control()
    elif is_public(request.endpoint):
        response.headers["Cache-Control"] = public_cache_control(response)
    else:
        # Pages are read with rights that may end; only files are kept by browsers.
        is_private = request.endpoint in KEPT_NOWHERE or find_actor() or g.get("shows_typed")
        response.headers["Cache-Control"] = "no-store" if is_private else "no-cache"
    return response
