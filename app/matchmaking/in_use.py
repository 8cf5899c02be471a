"""The engine in use: built from the database on first need, and brought up to date whenever the catalogue changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Final

import sqlalchemy as sa

from app.matchmaking import profiles
from app.matchmaking.vectors import DatabaseVectors, short_transaction
from app.ranking.queries import active_parameters
from matching import parameters
from matching.encoders import Encoder, EncoderMissingError, encoder_named
from matching.language import LANGUAGES
from matching.profiles import CapabilityProfile
from matching.ranker import Engine
from matching.vocabulary import Concept, Vocabulary, Wordings
from models.engine_state import CatalogueState

log = logging.getLogger(__name__)
# The engine needs a concept to divide its attention among; a database without any gets one that no text names.
_NO_WORDS: Final = Vocabulary.of([Concept("-", "-", {language: Wordings("-") for language in LANGUAGES})])


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


class EngineInUse:
    """One engine per process.

    Before every use the catalogue's revision in the database is compared with the engine's, so a change made through
    another worker is seen at once. Threads take turns: an engine that is being changed is never read. `generation`
    grows with every change, for those who remember answers.
    """

    def __init__(self, database: sa.Engine, encoder_setting: str) -> None:
        self._database = database
        self.encoder_setting = encoder_setting
        self.vectors = DatabaseVectors(database)
        self.generation = 0
        self._turn = RLock()
        self._problem: str | None = None
        self._engine: Engine | None = None
        self._known = _Catalogue(-1, (), {})

    @contextmanager
    def in_turn(self) -> Iterator[Engine]:
        """Give the engine, up to date, to nobody else meanwhile."""
        with self._turn:
            yield self._up_to_date()

    @property
    def last_used(self) -> Engine | None:
        """Return the engine as it was last asked, or None before anybody has; only for telling what it works with."""
        return self._engine

    @property
    def capabilities(self) -> Mapping[str, CapabilityProfile]:
        """Return the capabilities that the engine, as it was last asked, ranks."""
        return self._known.capabilities

    def state(self) -> EngineState:
        """Return what the engine works with, brought up to date first."""
        with self.in_turn() as engine:
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
        self.generation += 1
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
