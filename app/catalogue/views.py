"""The public pages: what there is and who has it, one infrastructure, and a few side by side."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from app.catalogue import data_views, queries
from app.catalogue.answer_views import answer, wait_page
from app.catalogue.asked import Asked, read_asked
from app.catalogue.asking import AskLaterError, asking_of
from app.catalogue.blueprint import bp
from app.catalogue.cards import cards_of
from app.catalogue.comparison_views import compared_rows
from app.catalogue.facet_views import campus_name, chosen_values, shown_facets
from app.catalogue.facets import narrow
from app.catalogue.limits import CATALOGUE_COMPARED, CATALOGUE_NAMED, CATALOGUE_PAGE
from app.catalogue.linked_data_views import list_described
from app.catalogue.meaning import find_by_meaning
from app.catalogue.page_of_one import one_page
from app.catalogue.searching import Found, find_by_words
from app.catalogue.shapes import PublicCatalogue, PublicInfrastructure
from app.matchmaking import matchmaker
from app.storage.database import db_session
from app.web.public_pages import visitor_address
from config import LOGOS
from models.clock import today
from models.errors import NotFoundError

__all__ = ["bp", "data_views"]


@bp.get("/catalogue", defaults={"language": "sv"})
@bp.get("/<any(en):language>/catalogue")
def index(language: str) -> ResponseReturnValue:
    """List what is published, found in the reader's own words and narrowed by facets; all stands in the address."""
    catalogue = queries.get_catalogue(db_session())
    asked = read_asked(request.args.to_dict(flat=False), catalogue)
    # What the engine understands may be another answer soon, while texts are still encoded.
    try:
        return answer(catalogue, lambda: _list(catalogue, asked, language), keep=not asked.text)
    except AskLaterError as error:
        return wait_page(asked, error)


@bp.get("/catalogue/infrastructures/<key>", defaults={"language": "sv"})
@bp.get("/<any(en):language>/catalogue/infrastructures/<key>")
def show(key: str, language: str) -> ResponseReturnValue:
    """Show one infrastructure as anybody may know it."""
    catalogue = queries.get_catalogue(db_session())
    infrastructure = catalogue.find(key)
    if infrastructure is None:
        raise NotFoundError
    return answer(catalogue, lambda: one_page(infrastructure, language))


@bp.get("/catalogue/compare", defaults={"language": "sv"})
@bp.get("/<any(en):language>/catalogue/compare")
def compare(language: str) -> ResponseReturnValue:
    """Show a few infrastructures side by side, the first four of those that the address names."""
    catalogue = queries.get_catalogue(db_session())
    keys = dict.fromkeys(request.args.getlist("infrastructure"))
    chosen = [found for key in keys if (found := catalogue.find(key)) is not None]
    return answer(catalogue, lambda: _compared(catalogue, chosen))


@bp.get("/catalogue/logo")
def logo() -> Response:
    """Send the picture that the operator has chosen for the public pages."""
    path = current_app.extensions["brygga"].branding.logo
    if path is None:
        raise NotFoundError
    return send_file(path, mimetype=LOGOS[path[path.rindex(".") :]])


def _find(catalogue: PublicCatalogue, asked: Asked, language: str) -> Found:
    """Return what a text finds: by its words where something has all of them, else by what the engine understands."""
    if not asked.text:
        return Found(catalogue.entries)
    maker, key = matchmaker(), (asked.text, language, today())
    found: Found | None = catalogue.answers.find(key)
    if found is not None:
        return found
    asking_of(maker).claim_question(visitor_address())
    query, found = find_by_words(db_session(), catalogue, asked.text)
    if not found.entries and query.terms:
        found = find_by_meaning(maker, catalogue, asked.text, today=today(), language=language)
    if not maker.waits_for_texts:
        catalogue.answers.put(key, found)
    return found


def _list(catalogue: PublicCatalogue, asked: Asked, language: str) -> str:
    found = _find(catalogue, asked, language)
    narrowed = narrow(found.entries, asked.chosen)
    cards = cards_of(narrowed.entries, language if not asked.text else None)
    asked = asked.within(len(cards), CATALOGUE_PAGE)
    first = (asked.page - 1) * CATALOGUE_PAGE
    return render_template(
        "catalogue/index.html",
        asked=asked,
        found=found,
        cards=cards[first : first + CATALOGUE_PAGE],
        total=len(cards),
        per_page=CATALOGUE_PAGE,
        named_at_most=CATALOGUE_NAMED,
        most_compared=CATALOGUE_COMPARED,
        facets=shown_facets(catalogue, asked, narrowed),
        chips=chosen_values(catalogue, asked),
        counts=(len(catalogue.infrastructures), catalogue.open_count),
        campus_name=campus_name,
        linked_data=list_described(catalogue) if asked.is_whole else None,
    )


def _compared(catalogue: PublicCatalogue, chosen: Sequence[PublicInfrastructure]) -> str:
    compared = chosen[:CATALOGUE_COMPARED]
    return render_template(
        "catalogue/compare.html",
        compared=compared,
        rows=compared_rows(catalogue, compared),
        left_out=len(chosen) > CATALOGUE_COMPARED,
        most=CATALOGUE_COMPARED,
    )
