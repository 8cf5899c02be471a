"""What a search answers with: the first hits of each kind, as its reader may read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from models.files import RecordFile
from models.hand_ins import HandIn
from models.infrastructures import Capability, Infrastructure
from models.matches import Stage
from models.needs import NeedStatus
from models.notes import Note
from models.organisations import Company
from models.people import Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hits(Generic[T]):
    """The first hits of one kind, and whether there are more of them."""

    rows: Sequence[T] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class NeedHit:
    """A need in a search: its public layer, and the company where the reader may know it."""

    id: int
    title: str
    teaser: str
    status: NeedStatus
    is_demo: bool
    company_name: str | None


@dataclass(frozen=True, slots=True)
class MatchHit:
    """A match in a search, by its parties."""

    id: int
    need: str
    company: str
    title_sv: str
    title_en: str
    infrastructure_sv: str
    infrastructure_en: str
    stage: Stage
    stage_since: date
    is_demo: bool


@dataclass(frozen=True, slots=True)
class FileHit:
    """A file in a search, and what the record is called that it stands on."""

    file: RecordFile
    place: str


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Everything that a search found.

    `instead` is what was looked for in the place of words that nothing has, and `any_word` tells that nothing has all
    of the words, so that what has one is shown.
    """

    companies: Hits[Company] = field(default_factory=Hits)
    people: Hits[Person] = field(default_factory=Hits)
    needs: Hits[NeedHit] = field(default_factory=Hits)
    infrastructures: Hits[Infrastructure] = field(default_factory=Hits)
    capabilities: Hits[Capability] = field(default_factory=Hits)
    matches: Hits[MatchHit] = field(default_factory=Hits)
    notes: Hits[Note] = field(default_factory=Hits)
    files: Hits[FileHit] = field(default_factory=Hits)
    hand_ins: Hits[HandIn] = field(default_factory=Hits)
    instead: str | None = None
    any_word: bool = False

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was found at all."""
        groups = (
            self.companies,
            self.people,
            self.needs,
            self.infrastructures,
            self.capabilities,
            self.matches,
            self.notes,
            self.files,
            self.hand_ins,
        )
        return not any(hits.rows for hits in groups)
