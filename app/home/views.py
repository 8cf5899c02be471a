"""The page everybody starts from."""

from __future__ import annotations

from flask import Blueprint, render_template

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> str:
    """Show what waits for the reader, and how far the targets have come."""
    return render_template("home/show.html")
