"""Vocabulary terms suggested while somebody types: by labels, synonyms and problem phrases, in either language."""

from __future__ import annotations

import re
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.limits import TERM_SUGGESTIONS, TERM_TYPED
from app.storage.text_search import contains_text
from models.vocabulary import Concept, Language, Term, TermKind

# So few signs are in nearly every word.
_SHORTEST = 2


def pieces_of(text: str | None) -> list[str]:
    """Return what stands between commas, semicolons and line breaks, without what is empty."""
    return [piece.strip() for piece in re.split(r"[\n;,]", text or "") if piece.strip()]


def suggest_concepts(session: Session, typed: str, language: Language) -> Sequence[Concept]:
    """Return the concepts that a piece of typed text may mean, the likeliest first.

    First what is called exactly so, then a label in the reader's language that begins with it, one that holds it,
    and concepts with such a label in the other language, such a synonym or, last, such a problem as companies put it;
    among equals the shortest label.
    """
    typed = typed.strip()[:TERM_TYPED]
    if len(typed) < _SHORTEST:
        return ()
    folded = typed.casefold()
    terms = sa.select(Term.concept_id, Term.kind, Term.text).where(Term.kind.in_((TermKind.SYNONYM, TermKind.PROBLEM)))
    said = session.execute(terms.where(contains_text(typed, Term.text))).all()
    synonyms = {concept_id for concept_id, kind, _text in said if kind is TermKind.SYNONYM}
    exact = {concept_id for concept_id, kind, text in said if kind is TermKind.SYNONYM and text.casefold() == folded}
    labelled = contains_text(typed, Concept.label_sv, Concept.label_en)
    found = session.scalars(
        sa.select(Concept).where(
            sa.or_(labelled, Concept.id.in_({concept_id for concept_id, _kind, _text in said})),
            Concept.broader_key.is_not(None),
        )
    ).all()

    def rank(concept: Concept) -> tuple[int, int, str]:
        own, other = concept.label_sv.casefold(), concept.label_en.casefold()
        if language is Language.EN:
            own, other = other, own
        places = (
            folded in (own, other) or concept.id in exact,
            own.startswith(folded),
            folded in own,
            other.startswith(folded),
            folded in other,
            concept.id in synonyms,
        )
        return next((place for place, holds in enumerate(places) if holds), len(places)), len(own), own

    return sorted(found, key=rank)[:TERM_SUGGESTIONS]
