"""Reads what is published, column by column, and keeps it until a record changes; no actor, since all may read it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.addresses import web_address
from app.catalogue.facets import FACETS, values_of
from app.catalogue.kept import Kept
from app.catalogue.limits import CATALOGUE_KEPT
from app.catalogue.shapes import (
    Content,
    Entry,
    PublicCapability,
    PublicCatalogue,
    PublicConcept,
    PublicHost,
    PublicInfrastructure,
)
from app.storage.kept_answers import kept
from app.storage.search_index.entries import joined
from models.infrastructures import Capability, Infrastructure, capability_concept, infrastructure_host
from models.organisations import HostOrganisation
from models.published import offered_publicly, published
from models.vocabulary import Concept

T = TypeVar("T")
# Every column that leaves the house; a test holds each of them against its tag.
INFRASTRUCTURE_COLUMNS: Final = (
    *(Infrastructure.id, Infrastructure.key, Infrastructure.name_sv, Infrastructure.name_en, Infrastructure.name_sort),
    *(Infrastructure.campus, Infrastructure.building, Infrastructure.in_flemingsberg, Infrastructure.kind),
    *(Infrastructure.description_sv, Infrastructure.description_en, Infrastructure.open_to_companies),
    *(Infrastructure.website, Infrastructure.source_title, Infrastructure.source_host, Infrastructure.source_year),
    *(Infrastructure.confirmed_on, Infrastructure.opened_on),
)
CAPABILITY_COLUMNS: Final = (
    *(Capability.id, Capability.infrastructure_id, Capability.title_sv, Capability.title_en),
    *(Capability.text_sv, Capability.text_en, Capability.quality, Capability.service_form),
    *(Capability.lead_time_days, Capability.price_note),
)
CONCEPT_COLUMNS: Final = (Concept.id, Concept.key, Concept.category, Concept.label_sv, Concept.label_en)
HOST_COLUMNS: Final = (HostOrganisation.name_sv, HostOrganisation.name_en, HostOrganisation.ror)
_CATEGORY_PREFIX: Final = "cat-"
# What was written of a catalogue stays while one that says the same is kept, though records behind it have changed.
_pages: Final[WeakValueDictionary[str, Kept[Content]]] = WeakValueDictionary()


def get_catalogue(session: Session) -> PublicCatalogue:
    """Return everything that is published; read anew only when a record has changed."""
    return kept(session, ("public catalogue",), lambda: _load(session))


def _load(session: Session) -> PublicCatalogue:
    hosts, capabilities = _hosts(session), _capabilities(session)
    rows = session.execute(
        sa.select(*INFRASTRUCTURE_COLUMNS).where(published()).order_by(Infrastructure.name_sort, Infrastructure.id)
    )
    infrastructures = tuple(
        PublicInfrastructure(
            **_without(row, "id") | {"website": web_address(row.website)},
            hosts=tuple(hosts[row.id]),
            capabilities=tuple(capabilities[row.id]),
        )
        for row in rows
    )
    categories = {
        concept.category: concept
        for concept in map(_concept, session.execute(sa.select(*CONCEPT_COLUMNS).where(_is_category())))
    }
    entries = tuple(_entries(infrastructures))
    digest = hashlib.sha256(repr((infrastructures, sorted(categories.items()))).encode()).hexdigest()
    return PublicCatalogue(
        infrastructures=infrastructures,
        entries=entries,
        categories=categories,
        concepts={
            concept.key: concept for entry in entries if entry.capability for concept in entry.capability.concepts
        },
        values={name: frozenset().union(*(entry.values[name] for entry in entries)) for name in FACETS},
        vocabulary=frozenset(word for entry in entries for word in _names_in(entry)),
        hidden=_hidden(session),
        digest=digest,
        pages=_pages.setdefault(digest, Kept(CATALOGUE_KEPT, len)),
    )


def _hosts(session: Session) -> Mapping[int, list[PublicHost]]:
    rows = session.execute(
        sa.select(infrastructure_host.c.infrastructure_id, *HOST_COLUMNS)
        .join(HostOrganisation, HostOrganisation.id == infrastructure_host.c.host_id)
        .order_by(HostOrganisation.id)
    )
    return _grouped((row.infrastructure_id, PublicHost(**_without(row, "infrastructure_id"))) for row in rows)


def _capabilities(session: Session) -> Mapping[int, list[PublicCapability]]:
    tagged = session.execute(
        sa.select(capability_concept.c.capability_id, *CONCEPT_COLUMNS)
        .join(Concept, Concept.id == capability_concept.c.concept_id)
        .order_by(Concept.id)
    )
    concepts = _grouped((row.capability_id, _concept(row)) for row in tagged)
    rows = session.execute(
        sa.select(*CAPABILITY_COLUMNS)
        .join(Infrastructure, Infrastructure.id == Capability.infrastructure_id)
        .where(offered_publicly())
        .order_by(Capability.id)
    )
    return _grouped((row.infrastructure_id, _capability(row, concepts[row.id])) for row in rows)


def _capability(row: Any, concepts: Iterable[PublicConcept]) -> PublicCapability:
    facts = _without(row, "infrastructure_id")
    facts["quality"] = None if row.quality is None else tuple(row.quality)
    return PublicCapability(**facts, concepts=tuple(concepts))


def _concept(row: Any) -> PublicConcept:
    return PublicConcept(row.id, row.key, row.category, row.label_sv, row.label_en)


def _hidden(session: Session) -> frozenset[str]:
    ids = session.scalars(
        sa.select(Capability.id)
        .join(Infrastructure, Infrastructure.id == Capability.infrastructure_id)
        .where(~offered_publicly())
    )
    return frozenset(map(str, ids))


def _is_category() -> sa.ColumnElement[bool]:
    return Concept.key.startswith(_CATEGORY_PREFIX)


def _entries(infrastructures: Iterable[PublicInfrastructure]) -> Iterable[Entry]:
    for infrastructure in infrastructures:
        hosts = [name for host in infrastructure.hosts for name in (host.name_sv, host.name_en)]
        names = (infrastructure.name_sv, infrastructure.name_en)
        about = joined(*names, infrastructure.campus, infrastructure.building, *hosts)
        about += joined(infrastructure.description_sv, infrastructure.description_en)
        for capability in infrastructure.capabilities or (None,):
            named = joined(*names, *((capability.title_sv, capability.title_en) if capability else ()))
            own = named if capability is None else joined(*_said_by(capability))
            yield Entry(
                infrastructure=infrastructure,
                capability=capability,
                name=named,
                own=own,
                words=own + about,
                concepts=frozenset(each.number for each in capability.concepts) if capability else frozenset(),
                values=values_of(infrastructure, capability),
            )


def _names_in(entry: Entry) -> list[str]:
    """Return the words that something is called by: a misspelt one is read as one of them, never as a word of prose."""
    concepts = entry.capability.concepts if entry.capability else ()
    labels = [label for each in concepts for label in (each.label_sv, each.label_en)]
    return f"{entry.name} {joined(*labels)}".split()


def _said_by(capability: PublicCapability) -> list[str]:
    labels = [label for each in capability.concepts for label in (each.label_sv, each.label_en)]
    return [capability.title_sv, capability.title_en, capability.text_sv, capability.text_en, *labels]


def _grouped(pairs: Iterable[tuple[int, T]]) -> Mapping[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for number, each in pairs:
        found[number].append(each)
    return found


def _without(row: Any, name: str) -> dict[str, Any]:
    return {key: value for key, value in row._mapping.items() if key != name}
