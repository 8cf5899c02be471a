"""The page of the bin; each thing is put back by the page of its own room."""

from __future__ import annotations

from flask import render_template, request

from app.bin.blueprint import bp
from app.bin.forms import BinFilters
from app.bin.queries import SORTS, list_bin
from app.limits import BIN_KEPT
from app.storage.database import db_session
from app.web.sign_in import current_actor


@bp.get("/bin")
def index() -> str:
    """List what the reader may put back, the last first."""
    filters = BinFilters(request.args)
    state = filters.state(sorts=SORTS, default_sort="-thrown")
    page = list_bin(db_session(), current_actor(), state)
    return render_template("bin/index.html", filters=filters, page=page, days=BIN_KEPT.days)
