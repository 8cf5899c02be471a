"""The engine in use: built from the database on first need, and brought up to date whenever the catalogue changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import RLock
from typing import Any, Final

import sqlalchemy as sa

from app.matchmaking import profiles
from app.matchmaking.vectors import DatabaseVectors, short_transaction
from app.ranking.queries import active_parameters
from matching import fusion, parameters
from matching.encoders import Encoder, EncoderMissingError, encoder_named
from matching.language import LANGUAGES
from matching.profiles import CapabilityProfile, NeedProfile
from matching.ranker import Engine, Likeness
from matching.readings import full_text
from matching.results import Candidate, Ranking, Strength
from matching.vectors import vectors_of
from matching.vocabulary import Concept, Vocabulary, Wordings
from models.engine_state import CatalogueState

log = logging.getLogger(__name__)
REMEMBERED: Final = 500  # answers kept until the catalogue changes
# The engine needs a concept to divide its attention among; a database without any gets one that no text names.
_NO_WORDS: Final = Vocabulary.of([Concept("-", "-", {language: Wordings("-") for language in LANGUAGES})])


@dataclass(frozen=True, slots=True)
class Best:
    """The first place of a need's ranking; `suitable` is False when the answer is "nothing suitable yet"."""

    capability_id: str
    score: float
    strength: Strength
    suitable: bool


@dataclass(frozen=True, slots=True)
class EngineState:
    """What the engine works with. `encoder` is None when words and concepts alone rank, and `problem` says why."""

    encoder: str | None
    problem: str | None
    vocabulary: str
    concepts: int
    capabilities: int
    vectors: int
    parameters: str
    revision: int


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """What the engine was last brought up to date with."""

    revision: int
    vocabulary_state: tuple[object, ...]
    capabilities: dict[str, CapabilityProfile]


class Matchmaker:
    """Ranks with one engine per process.

    Every question first compares the catalogue's revision in the database with the engine's, so a change made through
    another worker is seen at once. Threads take turns: an engine that is being changed is never read.
    """

    def __init__(self, database: sa.Engine, encoder_setting: str) -> None:
        self._database = database
        self.encoder_setting = encoder_setting
        self.vectors = DatabaseVectors(database)
        self._turn = RLock()
        self._problem: str | None = None
        self._engine: Engine | None = None
        self._known = _Catalogue(-1, (), {})
        self._rankings: dict[tuple[NeedProfile, date, int | None], Ranking] = {}
        self._bests: dict[tuple[NeedProfile, date, frozenset[str]], Best | None] = {}

    def rank(self, need: NeedProfile, *, today: date, top: int | None = None) -> Ranking:
        """Rank all capabilities for a need, best first; the same answer wherever it is shown."""
        with self._in_turn() as engine:
            key = (need, today, top)
            if key not in self._rankings:
                _make_room(self._rankings, 1)
                self._rankings[key] = engine.rank(need, today=today, top=top)
            return self._rankings[key]

    def pair(self, need: NeedProfile, capability_id: int, *, today: date) -> Candidate | None:
        """Return one pair as `rank` has it, or None when the capability is not offered."""
        with self._in_turn() as engine:
            return engine.pair(need, str(capability_id), today) if str(capability_id) in engine else None

    def suits(self, candidate: Candidate) -> bool:
        """Tell whether a candidate is worth showing to a company: fails no hard limit and reaches the cut-off."""
        with self._in_turn() as engine:
            return not candidate.fails and candidate.score >= engine.fusion.cut_off

    def bests(
        self, needs: Sequence[NeedProfile], *, today: date, without: Mapping[str, AbstractSet[str]] | None = None
    ) -> list[Best | None]:
        """Return the first place for each need, in their order; None when there is no capability left.

        `without` gives by need id the capability ids that are passed over, because they were dismissed.
        """
        questions = [(need, today, frozenset((without or {}).get(need.id, ()))) for need in needs]
        with self._in_turn() as engine:
            new = [question for question in questions if question not in self._bests]
            self._encode(engine, [need for need, _day, _gone in new])
            _make_room(self._bests, len(new))
            self._bests |= {question: _best(engine, *question) for question in new}
            return [self._bests[question] for question in questions]

    def rank_needs(
        self, capability_id: int, needs: Sequence[NeedProfile], *, today: date, top: int | None = None
    ) -> Ranking:
        """Rank needs for a capability; nothing is suitable for one that is not offered."""
        with self._in_turn() as engine:
            capability = self._known.capabilities.get(str(capability_id))
            if capability is None:
                return Ranking((), suitable=False)
            self._encode(engine, needs)
            return engine.rank_needs(capability, needs, today=today, top=top)

    def similar_needs(self, need: NeedProfile, needs: Sequence[NeedProfile], *, top: int) -> list[Likeness]:
        """Return the needs most like a need."""
        with self._in_turn() as engine:
            self._encode(engine, needs)
            return engine.similar_needs(need, needs, top)

    def capability(self, capability_id: int) -> CapabilityProfile | None:
        """Return what the engine, as it was last asked, knows of a capability; None when it is not offered."""
        return self._known.capabilities.get(str(capability_id))

    def concept_label(self, concept_id: str, language: str) -> str:
        """Return a concept's name; a word that is no concept stands for itself."""
        concept = self._engine.vocabulary.find(concept_id) if self._engine else None
        return concept.label(language) if concept else concept_id

    def broader_concepts(self, concept_id: str) -> Sequence[str]:
        """Return the concepts above one, nearest first."""
        return self._engine.vocabulary.ancestors(concept_id) if self._engine else ()

    def state(self) -> EngineState:
        """Return what the engine works with, brought up to date first."""
        with self._in_turn() as engine:
            return EngineState(
                encoder=f"{engine.encoder.name} {engine.encoder.version}" if engine.encoder else None,
                problem=self._problem,
                vocabulary=engine.vocabulary.version,
                concepts=0 if engine.vocabulary is _NO_WORDS else len(engine.vocabulary),
                capabilities=len(engine),
                vectors=self.vectors.count(),
                parameters=engine.parameters.version,
                revision=self._known.revision,
            )

    @property
    def in_use(self) -> Engine | None:
        """Return the engine as it was last asked, or None before anybody has; only for telling what it works with."""
        return self._engine

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Give the engine itself, up to date, to nobody else meanwhile."""
        with self._in_turn() as engine:
            yield engine

    @contextmanager
    def _in_turn(self) -> Iterator[Engine]:
        with self._turn:
            yield self._up_to_date()

    def _up_to_date(self) -> Engine:
        """Return the engine as the database has it now."""
        with short_transaction(self._database, reads=True) as connection:
            revision = connection.scalar(sa.select(CatalogueState.revision)) or 0
            if self._engine is not None and revision == self._known.revision:
                return self._engine
            state = profiles.read_vocabulary_state(connection)
            capabilities = profiles.read_capabilities(connection)
            same_words = self._engine is not None and state == self._known.vocabulary_state
            vocabulary = None if same_words else profiles.read_vocabulary(connection)
            weights = active_parameters(connection) or parameters.load()
        self._rankings.clear()
        self._bests.clear()
        if self._engine is None or vocabulary is not None:
            assert vocabulary is not None  # noqa: S101 - read above whenever there is no engine
            engine = Engine(vocabulary if len(vocabulary) else _NO_WORDS, self._encoder(), weights, self.vectors)
            engine.put(*capabilities.values())
            self._engine = engine
        else:
            # What texts say does not depend on the weights, so new ones need no new engine.
            self._engine.parameters = weights
            _apply(self._engine, self._known.capabilities, capabilities)
        self._known = _Catalogue(revision, state, capabilities)
        return self._engine

    def _encode(self, engine: Engine, needs: Sequence[NeedProfile]) -> None:
        """Have all vectors at hand: one read from the database, and one turn of the encoder for what is missing."""
        if engine.encoder is not None and needs:
            vectors_of([full_text(need.passages) for need in needs], "query", engine.encoder, self.vectors)

    def _encoder(self) -> Encoder | None:
        try:
            return encoder_named(self.encoder_setting)
        except EncoderMissingError as error:
            self._problem = str(error)
            log.warning("Ranking goes on with words and concepts alone: %s", error)
            return None


def _apply(engine: Engine, before: dict[str, CapabilityProfile], now: dict[str, CapabilityProfile]) -> None:
    """Put what is new or changed, and take out what is gone."""
    engine.put(*(capability for each, capability in now.items() if before.get(each) != capability))
    for gone in before.keys() - now.keys():
        engine.remove(gone)


def _best(engine: Engine, need: NeedProfile, today: date, gone: frozenset[str]) -> Best | None:
    for place in engine.order(need, today=today, top=1 + len(gone)):
        if place.id not in gone:
            word = fusion.strength(place.score, engine.fusion, engine.parameters.strengths)
            return Best(place.id, place.score, word, place.suitable)
    return None


def _make_room(answers: dict[Any, Any], new: int) -> None:
    if len(answers) + new > REMEMBERED:
        answers.clear()
