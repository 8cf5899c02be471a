"""Which programme's reports are read: the one that this installation runs, unless the address names another.

It stands as ?programme=CODE in the address, and goes along in every link from there to another page of reports.
"""

from __future__ import annotations

from typing import Any

from flask import has_request_context, request

from app.programmes.current import current_code, get_current
from app.programmes.queries import get_programme
from app.reports.blueprint import bp
from app.storage.database import db_session
from models.programmes import Programme

_NAME = "programme"


def asked_programme() -> Programme:
    """Return the programme whose reports are asked for; raises NotFoundError for one that there is not."""
    code = request.args.get(_NAME)
    return get_programme(db_session(), code) if code else get_current()


@bp.app_url_defaults
def go_along(endpoint: str, values: dict[str, Any]) -> None:
    """Let links between pages of reports keep the programme; what a page names itself stands."""
    if not (has_request_context() and request.blueprint == bp.name and endpoint.startswith(f"{bp.name}.")):
        return
    code = request.args.get(_NAME)
    if code and code != current_code():
        values.setdefault(_NAME, code)
