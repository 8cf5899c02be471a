"""The board of readiness: every unit with its fourteen items, for the office and the steering group."""

from __future__ import annotations

from flask import render_template

from app.infrastructures.blueprint import bp
from app.infrastructures.readiness_board import made_of
from app.infrastructures.readiness_queries import read_board
from app.storage.database import db_session
from app.web.sign_in import current_actor
from models.clock import today


@bp.get("/readiness")
def board() -> str:
    """Show how ready every unit is, item by item, and where most of them stand still."""
    actor = current_actor()
    shown = made_of(read_board(db_session(), actor), with_days=actor.role.is_office, today=today())
    return render_template("infrastructures/board.html", board=shown, office=actor.role.is_office)
