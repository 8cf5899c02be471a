"""The page that lays capabilities side by side."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.addresses import record_number
from app.matchmaking import matchmaker
from app.needs import queries
from app.needs.blueprint import bp
from app.needs.comparison import compare_for
from app.storage.database import db_session
from app.web.i18n import current_language
from app.web.sign_in import current_actor
from matching.scoring.side_by_side import MOST_COMPARED
from models.clock import today


@bp.get("/<int:need_id>/compare")
def compare(need_id: int) -> ResponseReturnValue:
    """Compare the first four capabilities in the address; without any, say how to choose them."""
    need = queries.get_need(db_session(), current_actor(), need_id)
    numbers = (record_number(text) for text in request.args.getlist("c"))
    chosen = dict.fromkeys(number for number in numbers if number is not None)
    ids = list(chosen)[:MOST_COMPARED]
    found = (
        compare_for(db_session(), matchmaker(), need, ids, today=today(), language=current_language()) if ids else None
    )
    return render_template(
        "needs/compare.html", need=need, found=found, left_out=max(0, len(chosen) - MOST_COMPARED), most=MOST_COMPARED
    )
