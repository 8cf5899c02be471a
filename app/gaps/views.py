"""Pages about what companies ask for in vain, for the office and the steering group."""

from __future__ import annotations

from flask import render_template

from app.gaps import queries
from app.gaps.blueprint import bp
from app.labels import STATE_NAMES
from app.limits import FOLDED_UNDER
from app.storage.database import db_session
from app.web.sign_in import current_actor


@bp.get("/gaps")
def index() -> str:
    """Show how the open needs stand, and the concepts of the unmet ones."""
    return render_template(
        "gaps/index.html",
        found=queries.get_gaps(db_session(), current_actor()),
        names=STATE_NAMES,
        folded_under=FOLDED_UNDER,
    )


@bp.get("/gaps/unnamed")
def unnamed() -> str:
    """List the unmet needs that name no concept."""
    return render_template("gaps/needs.html", gap=None, needs=queries.list_unnamed(db_session()))


@bp.get("/gaps/of/<key>")
def show(key: str) -> str:
    """List exactly the unmet needs that a concept's gap counts."""
    gap = queries.get_gap(db_session(), current_actor(), key)
    return render_template("gaps/needs.html", gap=gap, needs=queries.list_needs_of(db_session(), gap))
