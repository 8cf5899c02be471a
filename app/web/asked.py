"""What an address asks for behind its question mark, so that it can stand in another address."""

from __future__ import annotations

from typing import Final

from flask import Flask, request

# What `url_for` takes for itself, besides all that begins with an underscore: as words of a visitor they would lead
# elsewhere, to another site at worst, or end in an error.
_TAKEN: Final = frozenset({"endpoint", "self"})


def init_asked(app: Flask) -> None:
    """Let templates put what this page was asked for in other addresses."""
    app.jinja_env.globals["asked_of_page"] = asked


def asked() -> dict[str, list[str]]:
    """Return what this request's address asks for, but for what `url_for` or the page's own path would take."""
    own = request.view_args or {}
    return {
        name: values
        for name, values in request.args.to_dict(flat=False).items()
        if not name.startswith("_") and name not in _TAKEN and name not in own
    }
