"""Files that browsers keep: each address carries the file's own fingerprint, so that a changed file has a new one."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app, request

# The addresses of files: everybody may read them, so nobody is asked who they are.
FILE_ENDPOINTS: Final = frozenset({"static", "bootstrap.static"})
KEPT_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
ASKED_EACH_TIME: Final = "no-cache"
_SIGNS: Final = 12


def init_static_files(app: Flask) -> None:
    """Let every address of a file that a page holds carry the file's fingerprint."""
    app.url_defaults(_add_fingerprint)


def cache_control() -> str:
    """Return how long browsers may keep the file that is asked for: a year only under the address of its content."""
    arguments = request.view_args or {}
    wanted = request.args.get("v")
    found = _fingerprint(_folder(request.endpoint or ""), arguments.get("filename", ""))
    return KEPT_FOR_A_YEAR if wanted and wanted == found else ASKED_EACH_TIME


def _add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint in FILE_ENDPOINTS and "filename" in values and "v" not in values:
        found = _fingerprint(_folder(endpoint), values["filename"])
        if found:
            values["v"] = found


def _folder(endpoint: str) -> str:
    blueprint, _, _name = endpoint.rpartition(".")
    holder = current_app.blueprints[blueprint] if blueprint else current_app
    return holder.static_folder or ""


def _fingerprint(folder: str, filename: str) -> str:
    """Return the fingerprint of a file as it is now, or nothing where there is none."""
    path = Path(folder, filename)
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return ""
    return _digest(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=512)
def _digest(path: Path, _changed: int, _size: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:_SIGNS] if path.is_file() else ""
