"""What every answer must carry in its headers, written down apart from the code that sets them."""

from __future__ import annotations

from werkzeug.datastructures import Headers

_EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_DIRECTIVES = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}
# What somebody has uploaded runs and reaches nothing.
_UPLOADED = {
    **{name: ["'none'"] for name in ("default-src", "form-action", "frame-ancestors", "base-uri")},
    "sandbox": [],
}
_SHUT_OFF = ("camera", "geolocation", "microphone", "payment", "usb")
_TELLING = ("Server", "X-Powered-By")


def wrong_headers(
    headers: Headers,
    *,
    signed_in: bool,
    is_file: bool = False,
    is_secret: bool = False,
    is_public: bool = False,
    is_uploaded: bool = False,
) -> list[str]:
    """Return a line for each header that is missing, wrong, or tells too much; files may be kept by browsers.

    An address that `is_secret` goes nowhere with the requests that its page makes, and into no index. One that
    `is_public` answers everybody alike, whoever has signed in; every visitor here brings a cookie, so it is not kept.
    """
    exact = _EXACT | ({"Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow"} if is_secret else {})
    wrong = [f"{name} is {headers.get(name)!r}" for name, value in exact.items() if headers.get(name) != value]
    policy = headers.get("Content-Security-Policy", "")
    directives = {name: values for name, *values in (part.split() for part in policy.split(";") if part.strip())}
    if directives != (_UPLOADED if is_uploaded else _DIRECTIVES) or "unsafe" in policy:
        wrong.append(f"Content-Security-Policy is {policy!r}")
    permissions = headers.get("Permissions-Policy", "")
    wrong += [f"Permissions-Policy leaves {name} open" for name in _SHUT_OFF if f"{name}=()" not in permissions]
    kept = headers.get("Cache-Control", "")
    if not is_file and kept != ("no-store" if signed_in and not is_public else "no-cache"):
        wrong.append(f"Cache-Control is {kept!r}")
    wrong += [f"{name} is told" for name in _TELLING if name in headers]
    return wrong + [
        f"a cookie without its guards: {cookie}" for cookie in headers.getlist("Set-Cookie") if _bare(cookie)
    ]


def _bare(cookie: str) -> bool:
    return not ("; HttpOnly" in cookie and "; Path=/" in cookie and "; SameSite=Lax" in cookie)
