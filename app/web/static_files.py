"""Files that browsers keep: each address carries the file's own fingerprint, so that a changed file has a new one."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, current_app, request

from app.web.style import whole_style

# The addresses of files: everybody may read them, so nobody is asked who they are.
STYLE: Final = "style"
FILE_ENDPOINTS: Final = frozenset({"static", "bootstrap.static", STYLE})
KEPT_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
ASKED_EACH_TIME: Final = "no-cache"
_SIGNS: Final = 12


def init_static_files(app: Flask) -> None:
    """Let every address of a file that a page holds carry the file's fingerprint."""
    app.add_url_rule("/style.css", STYLE, _send_style)
    app.url_defaults(_add_fingerprint)


def cache_control() -> str:
    """Return how long browsers may keep the file that is asked for: a year only under the address of its content."""
    wanted = request.args.get("v")
    found = _fingerprint(request.endpoint or "", request.view_args or {})
    return KEPT_FOR_A_YEAR if wanted and wanted == found else ASKED_EACH_TIME


def _add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in FILE_ENDPOINTS and "v" not in values:
        found = _fingerprint(endpoint, values)
        if found:
            values["v"] = found


def _send_style() -> Response:
    answer = Response(whole_style(), mimetype="text/css")
    answer.set_etag(_style_digest())
    answer.make_conditional(request)
    return answer


def _folder(endpoint: str) -> str:
    blueprint, _, _name = endpoint.rpartition(".")
    holder = current_app.blueprints[blueprint] if blueprint else current_app
    return holder.static_folder or ""


def _fingerprint(endpoint: str, values: dict[str, Any]) -> str:
    """Return the fingerprint of a file as it is now, or nothing where there is none."""
    if endpoint == STYLE:
        return _style_digest()
    path = Path(_folder(endpoint), values.get("filename", ""))
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return ""
    return _digest(path, facts.st_mtime_ns, facts.st_size)


@cache
def _style_digest() -> str:
    return _signs_of(whole_style().encode())


@lru_cache(maxsize=512)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return _signs_of(path.read_bytes()) if path.is_file() else ""


def _signs_of(content: bytes) -> str:
    return sha256(content).hexdigest()[:_SIGNS]
