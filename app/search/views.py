"""The page that searches everything the reader may see."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.labels import NEED_BADGES
from app.people.places import place_name, place_url
from app.search import queries
from app.search.forms import SearchForm
from app.storage.database import db_session
from app.web.sign_in import current_actor

bp = Blueprint("search", __name__)


@bp.get("/search")
def show() -> ResponseReturnValue:
    """Show what a text finds, grouped by kind; the text stands in the address."""
    form = SearchForm(request.args)
    form.validate()
    query = form.q.data or ""
    return render_template(
        "search/show.html",
        form=form,
        query=query,
        found=queries.search(db_session(), current_actor(), query),
        need_names={status: name for status, (name, _tone) in NEED_BADGES.items()},
        place_name=place_name,
        place_url=place_url,
    )
