"""Rows into what the engine knows: the vocabulary, capabilities and needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa

from matching.features.sentences import texts_of_need
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.vocabulary.concepts import Concept as SchemeConcept
from matching.vocabulary.concepts import Vocabulary, Wordings
from models.infrastructures import Capability, Infrastructure, capability_concept
from models.needs import Need, NeedStatus
from models.vocabulary import Concept, Term, TermKind

_CATEGORY_PREFIX: Final = "cat-"
# What the engine reads of a need. `private_text` is the consultant's own and is never among them.
NEED_FIELDS: Final = ("title", "teaser", "infrastructure_text", "desired_result", "conditions")
# Of these, what anyone may read.
PUBLIC_FIELDS: Final = ("title", "teaser")
# A draft is ranked for to see, an open need to act on.
RANKED: Final = (NeedStatus.DRAFT, NeedStatus.OPEN)

Texts = dict[tuple[str, str], list[str]]


def read_vocabulary(connection: sa.Connection) -> Vocabulary:
    """Return the concept scheme as it stands in the database, words that people have added included."""
    texts: dict[int, Texts] = defaultdict(lambda: defaultdict(list))
    needs: dict[int, list[tuple[str, str]]] = defaultdict(list)
    # There are tens of thousands of terms: as plain text they are read three times as fast as with enums.
    language_text, kind_text = (sa.type_coerce(column, sa.String) for column in (Term.language, Term.kind))
    terms = sa.select(Term.concept_id, language_text, kind_text, Term.text).order_by(Term.id)
    for concept_id, language, kind, text in connection.execute(terms):
        if kind == TermKind.NEED:
            needs[concept_id].append((language, text))
        else:
            texts[concept_id][language, kind].append(text)
    categories, concepts = {}, []
    columns = sa.select(
        Concept.id, Concept.key, Concept.category, Concept.label_sv, Concept.label_en, Concept.broader_key
    )
    for number, key, category, label_sv, label_en, broader in connection.execute(columns):
        labels = {"sv": label_sv, "en": label_en}
        if key.startswith(_CATEGORY_PREFIX):
            categories[category] = labels
            continue
        wordings = {language: _wordings(label, language, texts[number]) for language, label in labels.items()}
        concepts.append(SchemeConcept(key, category, wordings, tuple(needs[number]), broader))
    return Vocabulary.of(concepts, categories)


def _wordings(label: str, language: str, texts: Texts) -> Wordings:
    kinds = (TermKind.SYNONYM, TermKind.PROBLEM, TermKind.NOT_FOR)
    return Wordings(label, *(tuple(texts.get((language, kind.value), ())) for kind in kinds))


def read_vocabulary_state(connection: sa.Connection) -> tuple[object, ...]:
    """Return what differs whenever a concept or a term has been added, changed or removed."""
    return tuple(
        connection.execute(
            sa.select(
                *(
                    sa.select(figure(column)).scalar_subquery()
                    for table in (Concept, Term)
                    for figure, column in (
                        (sa.func.count, table.id),
                        (sa.func.max, table.id),
                        (sa.func.max, table.updated_at),
                    )
                )
            )
        ).one()
    )


def read_capabilities(connection: sa.Connection) -> dict[str, CapabilityProfile]:
    """Return every capability that is offered, by its id as text."""
    tags: dict[int, list[str]] = defaultdict(list)
    tagged = (
        sa.select(capability_concept.c.capability_id, Concept.key)
        .join(Concept, Concept.id == capability_concept.c.concept_id)
        .order_by(Concept.key)
    )
    for capability_id, key in connection.execute(tagged):
        tags[capability_id].append(key)
    facts = (
        sa.select(
            Capability.id,
            *(Capability.title_sv, Capability.text_sv, Capability.title_en, Capability.text_en),
            *(Capability.quality, Capability.service_form, Capability.lead_time_days),
            *(Infrastructure.key, Infrastructure.in_flemingsberg, Infrastructure.open_to_companies),
            *(Infrastructure.confirmed_on, Infrastructure.opened_on),
        )
        .join(Infrastructure, Infrastructure.id == Capability.infrastructure_id)
        .where(Capability.is_active)
        .order_by(Capability.id)
    )
    rows = connection.execute(facts).all()
    return {str(row.id): _capability(row, tuple(tags[row.id])) for row in rows}


def _capability(row: Any, tags: tuple[str, ...]) -> CapabilityProfile:
    texts = (
        Passage(f"{field}_{language}", getattr(row, f"{field}_{language}"), language)
        for language in ("sv", "en")
        for field in ("title", "text")
    )
    return CapabilityProfile(
        id=str(row.id),
        passages=tuple(passage for passage in texts if passage.text),
        infrastructure=row.key,
        tags=tags,
        quality=None if row.quality is None else frozenset(row.quality),
        in_flemingsberg=row.in_flemingsberg.known,
        service_form=row.service_form.value if row.service_form else None,
        open_to_companies=row.open_to_companies.known,
        lead_time_days=row.lead_time_days,
        confirmed_on=row.confirmed_on,
        ready=row.opened_on is not None,
    )


def read_need_texts(connection: sa.Connection) -> list[str]:
    """Return what the engine encodes of every need that may be ranked for: whole, and its public text alone."""
    columns = [getattr(Need, field) for field in NEED_FIELDS]
    rows = connection.execute(sa.select(*columns).where(Need.status.in_(RANKED)))
    needs = ([Passage(field, text) for field, text in zip(NEED_FIELDS, row, strict=True) if text] for row in rows)
    return [text for passages in needs for part in (passages, _public(passages)) for text in texts_of_need(part)]


def _public(passages: Sequence[Passage]) -> list[Passage]:
    return [passage for passage in passages if passage.field in PUBLIC_FIELDS]


def need_profile(need: Need) -> NeedProfile:
    """Return what the engine may know of a need; its concepts must be loaded."""
    return NeedProfile(
        id=str(need.id),
        passages=tuple(Passage(field, text) for field in NEED_FIELDS if (text := getattr(need, field))),
        tags=tuple(sorted(concept.key for concept in need.concepts)),
        quality=frozenset(need.quality),
        in_flemingsberg=True if need.place_matters else None,
        service_form=need.service_form.value if need.service_form else None,
        deadline=need.deadline,
    )


def public_profile(need: Need) -> NeedProfile:
    """Return what may be known of a need by whoever has not been introduced to it: the public text, and nothing else.

    A ranking of this says nothing of the rest, whatever somebody writes into a capability to find it out.
    """
    passages = (Passage(field, getattr(need, field)) for field in PUBLIC_FIELDS)
    return NeedProfile(id=str(need.id), passages=tuple(passage for passage in passages if passage.text))


def need_profiles(needs: Sequence[Need]) -> list[NeedProfile]:
    """Return what the engine may know of several needs, in their order."""
    return [need_profile(need) for need in needs]
