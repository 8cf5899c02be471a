"""Pages about the vocabulary: search it, read a concept, add words to it and take them back."""

from __future__ import annotations

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.matchmaking import encoding_queue, matchmaker
from app.storage.database import db_session
from app.vocabulary import engine_status, queries, use_cases
from app.vocabulary.blueprint import bp
from app.vocabulary.concept_suggestions import suggest_concepts
from app.vocabulary.forms import ConceptFilters, TermForm
from app.vocabulary.names import KIND_HEADS, LANGUAGE_NAMES
from app.web.forms.base import leads_to, new_key
from app.web.i18n import current_language, named
from app.web.sign_in import current_actor
from app.web.undo import flash_undo
from models.vocabulary import Concept, Language


@bp.get("/vocabulary")
def index() -> str:
    """List concepts; search, filters, order and page stand in the address."""
    filters = ConceptFilters(request.args)
    categories = {head.category: named(head, "label") for head in queries.list_categories(db_session())}
    filters.category.offer(categories.items())
    state = filters.state(sorts=queries.SORTS, default_sort="name")
    page = queries.list_concepts(db_session(), current_actor(), state, language=Language(current_language()))
    return render_template("vocabulary/index.html", page=page, filters=filters, categories=categories)


@bp.get("/vocabulary/suggest")
def suggest() -> ResponseReturnValue:
    """Return the labels of terms that what is typed may mean, for the fields that take vocabulary terms."""
    language = Language(current_language())
    found = suggest_concepts(db_session(), request.args.get("q", ""), language)
    return jsonify([named(concept, "label") for concept in found])


@bp.get("/vocabulary/<key>")
def show(key: str) -> str:
    """Show one concept with all its words."""
    return _page(queries.get_concept(db_session(), current_actor(), key), TermForm())


@bp.post("/vocabulary/<key>/terms")
def add_term(key: str) -> ResponseReturnValue:
    """Add a word or a sentence to a concept."""
    actor = current_actor()
    concept = queries.get_concept(db_session(), actor, key)
    form = TermForm()
    if form.validate_on_submit():
        command = form.to_command()
        if use_cases.already_said(concept, command):
            form.text.errors = [_("The concept already has these words.")]
        elif form.is_first():
            use_cases.add_term(db_session(), actor=actor, concept=concept, command=command)
            page = leads_to(url_for(".show", key=key))
            db_session().commit()
            flash(_("“%(words)s” is added. Matching uses it from now on.", words=command.text), "success")
            return redirect(page)
    return _page(concept, form), form.status


@bp.post("/terms/<int:term_id>/remove")
def remove_term(term_id: int) -> ResponseReturnValue:
    """Take back a word or a sentence that was added here."""
    term = queries.get_term(db_session(), current_actor(), term_id)
    key = term.concept.key
    words, undo = term.text, {"kind": term.kind.value, "language": term.language.value, "once": new_key()}
    use_cases.remove_term(db_session(), term=term)
    db_session().commit()
    flash_undo(_("“%(words)s” is removed.", words=words), url_for(".add_term", key=key), **undo, text=words)
    return redirect(url_for(".show", key=key))


@bp.get("/engine")
def engine() -> str:
    """Show what the matching engine stands on."""
    return render_template(
        "vocabulary/engine.html",
        engine=engine_status.get_status(db_session(), current_actor(), matchmaker()),
        kind_names={kind: name for kind, name, _about in KIND_HEADS},
        language_names=dict(LANGUAGE_NAMES),
    )


@bp.post("/engine/encoding/pause")
def pause_encoding() -> ResponseReturnValue:
    """Stop encoding texts after those at hand."""
    encoding_queue.pause_encoding(db_session(), paused=True)
    db_session().commit()
    return redirect(url_for(".engine"))


@bp.post("/engine/encoding/go-on")
def go_on_encoding() -> ResponseReturnValue:
    """Let the encoding of texts go on where it was paused."""
    encoding_queue.pause_encoding(db_session(), paused=False)
    db_session().commit()
    return redirect(url_for(".engine"))


def _page(concept: Concept, form: TermForm) -> str:
    words = [
        (kind, name, about, [(language, _of(concept, kind, language)) for language, _name in LANGUAGE_NAMES])
        for kind, name, about in KIND_HEADS
    ]
    return render_template(
        "vocabulary/show.html",
        concept=concept,
        near=queries.get_neighbourhood(db_session(), concept),
        words=words,
        language_names=dict(LANGUAGE_NAMES),
        form=form,
    )


def _of(concept: Concept, kind: object, language: Language) -> list[object]:
    return [term for term in concept.terms if term.kind is kind and term.language is language]
