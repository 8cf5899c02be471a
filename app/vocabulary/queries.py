"""Reads of the vocabulary; the office sees all of it, nobody else any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from app.storage.listing import ListState, Page
from app.storage.text_search import contains_text
from models.accounts import User
from models.base import swedish_sort_key
from models.errors import NotFoundError
from models.infrastructures import Capability, Infrastructure, capability_concept
from models.vocabulary import Concept, Language, Term, TermKind

SORTS = ("name", "category", "capabilities")


def visible_concepts(actor: User) -> sa.Select[Concept]:
    """Return the selection of concepts that the actor may see."""
    if actor.role.is_office:
        return sa.select(Concept)
    return sa.select(Concept).where(sa.false())


@dataclass(frozen=True, slots=True)
class ConceptRow:
    """A concept in the list, with how many words it has and the words that answer the search."""

    concept: Concept
    synonyms: int
    problems: int
    capabilities: int
    hits: Sequence[str]


def list_categories(session: Session) -> Sequence[Concept]:
    """Return the concepts that stand for a whole category, by their Swedish labels."""
    heads = session.scalars(sa.select(Concept).where(Concept.broader_key.is_(None))).all()
    return sorted(heads, key=lambda head: swedish_sort_key(head.label_sv))


def list_concepts(session: Session, actor: User, state: ListState, *, language: Language) -> Page[ConceptRow]:
    """Return one page of concepts.

    The labels are put in Swedish alphabetical order here, since the databases sort them differently.
    """
    offered = _capability_counts(session)
    found = visible_concepts(actor).where(Concept.broader_key.is_not(None))
    if state.query:
        found = found.where(sa.or_(_labelled(state.query), Concept.id.in_(_with_term(state.query))))
    for name, value in state.filters.items():
        found = found.where(_condition(name, value))
    label = Concept.label_sv if language is Language.SV else Concept.label_en
    columns = found.with_only_columns(Concept.id, Concept.category, label.label("label"))
    rows = [(row.id, row.category, swedish_sort_key(row.label)) for row in session.execute(columns)]
    keys = {
        "name": lambda row: (row[2], row[0]),
        "category": lambda row: (row[1], row[2], row[0]),
        "capabilities": lambda row: (offered.get(row[0], 0), row[2], row[0]),
    }
    rows.sort(key=keys[state.sort], reverse=state.descending)
    page = state.page_among(len(rows))
    ids = [row[0] for row in rows[(page - 1) * state.per_page : page * state.per_page]]
    return Page(_rows(session, ids, offered, state.query), len(rows), replace(state, page=page))


def _labelled(query: str) -> sa.ColumnElement[bool]:
    return contains_text(query, Concept.label_sv, Concept.label_en)


def _with_term(query: str) -> sa.Select[int]:
    return sa.select(Term.concept_id).where(contains_text(query, Term.text))


def _condition(name: str, value: str) -> sa.ColumnElement[bool]:
    if name == "category":
        return Concept.category == value
    offered = sa.select(capability_concept.c.concept_id)
    conditions: Mapping[str, sa.ColumnElement[bool]] = {
        "offered": Concept.id.in_(offered),
        "unoffered": Concept.id.not_in(offered),
        "extended": Concept.id.in_(sa.select(Term.concept_id).where(Term.added_by_id.is_not(None))),
    }
    return conditions[value]


def _capability_counts(session: Session) -> dict[int, int]:
    counted = (
        sa.select(capability_concept.c.concept_id, sa.func.count())
        .join(Capability, Capability.id == capability_concept.c.capability_id)
        .where(Capability.is_active)
        .group_by(capability_concept.c.concept_id)
    )
    return dict(session.execute(counted).all())


def _rows(session: Session, ids: Sequence[int], offered: Mapping[int, int], query: str) -> list[ConceptRow]:
    concepts = {concept.id: concept for concept in session.scalars(sa.select(Concept).where(Concept.id.in_(ids)))}
    counted = sa.select(Term.concept_id, Term.kind, sa.func.count()).where(Term.concept_id.in_(ids))
    counts = {
        (number, kind): count for number, kind, count in session.execute(counted.group_by(Term.concept_id, Term.kind))
    }
    hits: dict[int, list[str]] = {number: [] for number in ids}
    if query:
        said = sa.select(Term.concept_id, Term.text).where(Term.concept_id.in_(ids), contains_text(query, Term.text))
        for number, text in session.execute(said.order_by(Term.id)):
            hits[number].append(text)
    return [
        ConceptRow(
            concept=concepts[number],
            synonyms=counts.get((number, TermKind.SYNONYM), 0),
            problems=counts.get((number, TermKind.PROBLEM), 0),
            capabilities=offered.get(number, 0),
            hits=hits[number],
        )
        for number in ids
    ]


def get_concept(session: Session, actor: User, key: str) -> Concept:
    """Return a concept with its terms; raises NotFoundError outside the actor's scope."""
    concept = session.scalar(visible_concepts(actor).where(Concept.key == key).options(selectinload(Concept.terms)))
    if concept is None:
        raise NotFoundError
    return concept


def get_term(session: Session, actor: User, term_id: int) -> Term:
    """Return a term with its concept; raises NotFoundError outside the actor's scope."""
    concepts = visible_concepts(actor).with_only_columns(Concept.id)
    term = session.scalar(
        sa.select(Term)
        .join(Term.concept)
        .where(Term.id == term_id, Term.concept_id.in_(concepts))
        .options(contains_eager(Term.concept))
    )
    if term is None:
        raise NotFoundError
    return term


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What lies about a concept: what is above it, under it, who offers it, and who added its words."""

    broader: Concept | None
    narrower: Sequence[Concept]
    capabilities: Sequence[Capability]
    added_by: Mapping[int, str]


def get_neighbourhood(session: Session, concept: Concept) -> Neighbourhood:
    """Return what lies about a concept, in four statements."""
    authors = {term.added_by_id for term in concept.terms if term.added_by_id}
    broader = session.scalar(sa.select(Concept).where(Concept.key == concept.broader_key))
    narrower = session.scalars(sa.select(Concept).where(Concept.broader_key == concept.key)).all()
    capabilities = session.scalars(
        sa.select(Capability)
        .join(capability_concept, capability_concept.c.capability_id == Capability.id)
        .join(Capability.infrastructure)
        .where(capability_concept.c.concept_id == concept.id)
        .options(
            contains_eager(Capability.infrastructure).load_only(
                Infrastructure.id, Infrastructure.name_sv, Infrastructure.name_en
            )
        )
        .order_by(Infrastructure.name_sort, Capability.id)
    ).all()
    people = session.execute(sa.select(User.id, User.name).where(User.id.in_(authors)))
    return Neighbourhood(
        broader=broader,
        narrower=sorted(narrower, key=lambda each: swedish_sort_key(each.label_sv)),
        capabilities=capabilities,
        added_by=dict(people.all()),
    )
