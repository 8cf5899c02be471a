"""The concept scheme into rows: categories, concepts, and every word and sentence that stands for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from matching.vocabulary import concepts as scheme
from models.vocabulary import Concept, Language, Term, TermKind
from seeds.files import SeedRow, shipped_vocabulary
from seeds.refresh import refresh, remove_old_terms, tell_workers
from seeds.report import SeedReport


def load_vocabulary(session: Session, report: SeedReport) -> None:
    """Bring the rows up to the files: insert in bulk what is missing, refresh what nobody edited, drop what has left.

    A category is the concept "cat-…" and has none above it. A term is known by its concept, language, kind and text,
    so an upgrade brings its new words to old concepts; what people have changed or added stays as it is.
    """
    vocabulary = shipped_vocabulary()
    concepts = list(_concepts(vocabulary))
    known = set(session.scalars(sa.select(Concept.key)))
    _insert(session, Concept, report, "concepts", [row for row in concepts if row["key"] not in known])
    refresh(session, Concept, concepts, report, "concepts")
    terms = list(_terms_of(session, vocabulary))
    _insert(session, Term, report, "terms", list(_missing(session, terms)))
    remove_old_terms(session, vocabulary, terms, report)
    if report.added["concepts"] or report.added["terms"]:
        tell_workers(session)


def _insert(
    session: Session, table: type[Concept | Term], report: SeedReport, kind: str, rows: Sequence[SeedRow]
) -> None:
    if rows:
        session.execute(sa.insert(table), rows)
    report.count(kind, len(rows))


def _concepts(vocabulary: scheme.Vocabulary) -> Iterator[SeedRow]:
    for category, labels in vocabulary.categories.items():
        yield _concept_row(category_key(category), category, labels["sv"], labels["en"], broader=None)
    for concept in vocabulary.concepts.values():
        broader = concept.broader or category_key(concept.category)
        yield _concept_row(concept.id, concept.category, concept.label("sv"), concept.label("en"), broader=broader)


def category_key(category: str) -> str:
    """Return the key of the concept that stands for a category."""
    return f"cat-{category.replace('_', '-')}"


def _concept_row(key: str, category: str, label_sv: str, label_en: str, *, broader: str | None) -> SeedRow:
    return {"key": key, "category": category, "label_sv": label_sv, "label_en": label_en, "broader_key": broader}


def _terms_of(session: Session, vocabulary: scheme.Vocabulary) -> Iterator[SeedRow]:
    ids = dict(session.execute(sa.select(Concept.key, Concept.id)).all())
    for concept in vocabulary.concepts.values():
        for language, kind, text in dict.fromkeys(_terms(concept)):
            yield {"concept_id": ids[concept.id], "language": language, "kind": kind, "text": text}


def _missing(session: Session, terms: Iterable[SeedRow]) -> Iterator[SeedRow]:
    stored = session.execute(sa.select(Term.concept_id, Term.language, Term.kind, Term.text))
    known = {tuple(term) for term in stored}
    return (row for row in terms if tuple(row.values()) not in known)


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
