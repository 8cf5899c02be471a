"""The page that searches everything the reader may see, and what is suggested as somebody types."""

from __future__ import annotations

from flask import render_template, request

from app.limits import SEARCH_SUGGESTIONS
from app.search import queries
from app.search.blueprint import bp
from app.search.forms import SearchForm
from app.search.shown import groups_of, read_as
from app.storage.database import db_session
from app.web.sign_in import current_actor


@bp.get("/search")
def show() -> str:
    """Show what a text finds, grouped by kind; the text stands in the address."""
    form = SearchForm(request.args)
    form.validate()
    query = form.q.data or ""
    found = queries.search(db_session(), current_actor(), query)
    groups = groups_of(found)
    return render_template(
        "search/show.html",
        form=form,
        query=query,
        groups=groups,
        read_as=read_as(found, groups),
        any_word=found.any_word,
    )


@bp.get("/search/suggest")
def suggest() -> str:
    """Return the first hits of each kind as a piece of a page, for the search field on top of every page."""
    form = SearchForm(request.args)
    form.validate()
    query = form.q.data or ""
    found = queries.search(db_session(), current_actor(), query, most=SEARCH_SUGGESTIONS)
    groups = groups_of(found)
    return render_template("search/_suggestions.html", query=query, groups=groups, read_as=read_as(found, groups))
