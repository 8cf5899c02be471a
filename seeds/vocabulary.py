"""The concept scheme into rows: categories, concepts, and every word and sentence that stands for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matching.vocabulary import concepts as scheme
from models.engine_state import CatalogueState
from models.vocabulary import Concept, Language, Term, TermKind
from seeds.files import VOCABULARY, Row
from seeds.report import SeedReport


def load_vocabulary(session: Session, report: SeedReport) -> None:
    """Insert the concepts and terms that are missing, in bulk, and raise the catalogue's revision when there were any.

    A category is the concept "cat-…" and has none above it. A term is known by its concept, language, kind and text,
    so an upgrade brings its new words to old concepts; what people have changed or added stays as it is.
    """
    vocabulary = scheme.load(VOCABULARY)
    _insert(session, Concept, report, "concepts", list(_missing_concepts(session, vocabulary)))
    _insert(session, Term, report, "terms", list(_missing_terms(session, vocabulary)))
    if report.added["concepts"] or report.added["terms"]:
        # Session events do not see rows that come in bulk, and running workers watch this number.
        session.execute(sa.update(CatalogueState).values(revision=CatalogueState.revision + 1))


def _insert(session: Session, table: type[Concept | Term], report: SeedReport, kind: str, rows: Sequence[Row]) -> None:
    if rows:
        session.execute(sa.insert(table), rows)
    report.count(kind, len(rows))


def _missing_concepts(session: Session, vocabulary: scheme.Vocabulary) -> Iterator[Row]:
    known = set(session.scalars(sa.select(Concept.key)))
    for category, labels in vocabulary.categories.items():
        key = category_key(category)
        if key not in known:
            yield _concept_row(key, category, labels["sv"], labels["en"], broader=None)
    for concept in vocabulary.concepts.values():
        if concept.id not in known:
            broader = concept.broader or category_key(concept.category)
            yield _concept_row(concept.id, concept.category, concept.label("sv"), concept.label("en"), broader=broader)


def category_key(category: str) -> str:
    """Return the key of the concept that stands for a category."""
    return f"cat-{category.replace('_', '-')}"


def _concept_row(key: str, category: str, label_sv: str, label_en: str, *, broader: str | None) -> Row:
    return {"key": key, "category": category, "label_sv": label_sv, "label_en": label_en, "broader_key": broader}


def _missing_terms(session: Session, vocabulary: scheme.Vocabulary) -> Iterator[Row]:
    ids = dict(session.execute(sa.select(Concept.key, Concept.id)).all())
    stored = session.execute(sa.select(Term.concept_id, Term.language, Term.kind, Term.text).order_by(Term.concept_id))
    known = {
        number: {(language, kind, text) for _number, language, kind, text in terms}
        for number, terms in groupby(stored, key=lambda term: term[0])
    }
    for concept in vocabulary.concepts.values():
        number = ids[concept.id]
        seen = known.get(number, set())
        for language, kind, text in dict.fromkeys(_terms(concept)):
            if (language, kind, text) not in seen:
                yield {"concept_id": number, "language": language, "kind": kind, "text": text}


def _terms(concept: scheme.Concept) -> Iterator[tuple[Language, TermKind, str]]:
    for code, wordings in concept.wordings.items():
        language = Language(code)
        for kind, texts in (
            (TermKind.SYNONYM, wordings.synonyms),
            (TermKind.PROBLEM, wordings.problems),
            (TermKind.NOT_FOR, wordings.not_for),
        ):
            yield from ((language, kind, text) for text in texts)
    yield from ((Language(code), TermKind.NEED, text) for code, text in concept.needs)
