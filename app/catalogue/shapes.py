"""What the public catalogue knows, and all it knows: plain and frozen, made of published columns only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.catalogue.kept import Kept
from app.limits import VISITOR_ANSWERS
from models.infrastructures import ServiceForm
from models.known_facts import Openness, YesNoUnknown

Content = str | bytes


@dataclass(frozen=True, slots=True)
class PublicHost:
    """Whom an infrastructure belongs to."""

    name_sv: str
    name_en: str
    ror: str | None


@dataclass(frozen=True, slots=True)
class PublicConcept:
    """A method or field of the vocabulary; `number` is its record's, for searches."""

    number: int
    key: str
    category: str
    label_sv: str
    label_en: str


@dataclass(frozen=True, slots=True)
class PublicCapability:
    """One thing an infrastructure can do; `quality` is None when nobody knows which levels are held."""

    id: int
    title_sv: str
    title_en: str
    text_sv: str
    text_en: str
    quality: tuple[str, ...] | None
    service_form: ServiceForm | None
    lead_time_days: int | None
    price_note: str | None
    concepts: tuple[PublicConcept, ...]


@dataclass(frozen=True, slots=True)
class PublicInfrastructure:
    """An infrastructure as outsiders see it: its facts, who says so, and what it offers."""

    key: str
    name_sv: str
    name_en: str
    name_sort: str
    campus: str | None
    building: str | None
    in_flemingsberg: YesNoUnknown
    kind: str | None
    description_sv: str
    description_en: str
    open_to_companies: Openness
    website: str | None
    source_title: str | None
    source_host: str | None
    source_year: str | None
    confirmed_on: date | None
    opened_on: date | None
    hosts: tuple[PublicHost, ...]
    capabilities: tuple[PublicCapability, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue: a capability with its infrastructure, or an infrastructure that offers nothing yet.

    `name`, `own` and `words` are folded as in the search index: what it and its infrastructure are called, what it says
    itself, and what its infrastructure says besides. `values` gives for each facet what the entry is.
    """

    infrastructure: PublicInfrastructure
    capability: PublicCapability | None
    name: str
    own: str
    words: str
    concepts: frozenset[int]
    values: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, eq=False)
class PublicCatalogue:
    """Everything that is published, known by its `digest`.

    `categories` and `concepts` are the names of fields and methods by key, `values` what there is of each facet.
    `hidden` are the capabilities, by id as text, that the engine knows and the public does not.
    `pages` are those written of what is published, shared by catalogues that say the same; `answers` what texts found.
    """

    infrastructures: tuple[PublicInfrastructure, ...]
    entries: tuple[Entry, ...]
    categories: Mapping[str, PublicConcept]
    concepts: Mapping[str, PublicConcept]
    values: Mapping[str, frozenset[str]]
    vocabulary: frozenset[str]
    hidden: frozenset[str]
    digest: str
    pages: Kept[Content]
    answers: Kept[Any] = field(default_factory=lambda: Kept(VISITOR_ANSWERS))

    def find(self, key: str) -> PublicInfrastructure | None:
        """Return the infrastructure of a key; None where nothing published has it."""
        return next((each for each in self.infrastructures if each.key == key), None)

    @property
    def open_count(self) -> int:
        """Return how many published infrastructures are known to take companies, all of them or some."""
        return sum(each.open_to_companies.known is True for each in self.infrastructures)

    @property
    def capability_count(self) -> int:
        """Return how many capabilities are published."""
        return sum(len(each.capabilities) for each in self.infrastructures)
