"""The engine in use: built from the database on first need, and brought up to date whenever the catalogue changed."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Final

import sqlalchemy as sa

from app.matchmaking import engine_input
from app.matchmaking.active_weights import active_parameters
from app.matchmaking.database_vectors import DatabaseVectors
from app.matchmaking.engine_summary import EngineSummary
from app.storage.database import short_transaction
from matching.embeddings.batches import ListingEncoder, PatientEncoder, Text, TooMuchToEncodeError
from matching.embeddings.encoders import Encoder, EncoderMissingError, encoder_named
from matching.embeddings.vector_store import vectors_of
from matching.engine import Engine
from matching.profiles import CapabilityProfile
from matching.scoring import parameters
from matching.scoring.parameters import Parameters
from matching.text.language import LANGUAGES
from matching.vocabulary.concepts import Concept, Vocabulary, Wordings
from models.engine_state import CatalogueState

log = logging.getLogger(__name__)
# So many texts are encoded while somebody waits, a second or two; more are a job of their own.
ENCODED_AT_ONCE: Final = 100
# The engine needs a concept to divide its attention among; a database without any gets one that no text names.
_NO_WORDS: Final = Vocabulary.of([Concept("-", "-", {language: Wordings("-") for language in LANGUAGES})])


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """What the engine was last brought up to date with."""

    revision: int
    vocabulary_state: tuple[object, ...]
    capabilities: dict[str, CapabilityProfile]


class BuiltEngine:
    """One engine per process.

    Before every use the catalogue's revision in the database is compared with the engine's, so a change made through
    another worker is seen at once. Threads take turns: an engine that is being changed is never read. `generation`
    grows with every change, for those who remember answers. While many texts wait to be encoded, words and concepts
    alone rank, and `waits_for_texts` says so.
    """

    def __init__(self, database: sa.Engine, encoder_setting: str) -> None:
        self._database = database
        self.encoder_setting = encoder_setting
        self.vectors = DatabaseVectors(database)
        self.generation = 0
        self.waits_for_texts = False
        self._turn = RLock()
        self._in_turn = False
        self._problem: str | None = None
        self._encoder: PatientEncoder | None = None
        self._engine: Engine | None = None
        self._known = _Catalogue(-1, (), {})

    @contextmanager
    def in_turn(self, *, encoding: bool = True) -> Iterator[Engine]:
        """Give the engine, up to date, to nobody else meanwhile, `encoding` what one may wait for or nothing."""
        with self._turn:
            # Within a turn it stays the engine that the turn began with, and nobody asks again whether it is old.
            began, self._in_turn = self._in_turn, True
            try:
                known = self._engine if began else None
                yield self._up_to_date(ENCODED_AT_ONCE if encoding else 0) if known is None else known
            finally:
                self._in_turn = began

    @property
    def last_used(self) -> Engine | None:
        """Return the engine as it was last asked, or None before anybody has; only for telling what it works with."""
        return self._engine

    @property
    def problem(self) -> str | None:
        """Return what hinders the encoder; None when nothing does, none is chosen or nobody has asked."""
        return self._problem

    @property
    def capabilities(self) -> Mapping[str, CapabilityProfile]:
        """Return the capabilities that the engine, as it was last asked, ranks."""
        return self._known.capabilities

    def state(self, *, encoding: bool = True) -> EngineSummary:
        """Return what the engine works with, brought up to date first, `encoding` what that takes or nothing."""
        with self.in_turn(encoding=encoding) as engine:
            return EngineSummary(
                encoder=f"{engine.encoder.name} {engine.encoder.version}" if engine.encoder else None,
                problem=self._problem,
                vocabulary=engine.vocabulary.version,
                concepts=0 if engine.vocabulary is _NO_WORDS else len(engine.vocabulary),
                capabilities=len(engine),
                vectors=self.vectors.count(),
                parameters=engine.parameters.version,
                revision=self._known.revision,
            )

    def _up_to_date(self, encoded_at_once: int) -> Engine:
        """Return the engine as the database has it now."""
        with short_transaction(self._database, reads=True) as connection:
            revision = connection.scalar(sa.select(CatalogueState.revision)) or 0
            if self._engine is not None and revision == self._known.revision:
                return self._engine
            state = engine_input.read_vocabulary_state(connection)
            capabilities = engine_input.read_capabilities(connection)
            same_words = self._engine is not None and state == self._known.vocabulary_state
            anew = not same_words or self.waits_for_texts
            vocabulary = engine_input.read_vocabulary(connection) if anew else None
            weights = active_parameters(connection) or parameters.load()
        self.generation += 1
        if self._engine is None or vocabulary is not None:
            assert vocabulary is not None  # noqa: S101 - read above whenever there is no engine
            self._engine = self._built(vocabulary, weights, capabilities, encoded_at_once)
        else:
            # What texts say does not depend on the weights, so new ones need no new engine.
            self._engine.parameters = weights
            try:
                with self._patience(encoded_at_once):
                    _apply(self._engine, self._known.capabilities, capabilities)
            except TooMuchToEncodeError:
                self.waits_for_texts = True
                self._engine = Engine(self._engine.vocabulary, None, weights, self.vectors)
                self._engine.put(*capabilities.values())
        self._known = _Catalogue(revision, state, capabilities)
        return self._engine

    def _built(
        self, vocabulary: Vocabulary, weights: Parameters, capabilities: Mapping[str, CapabilityProfile], at_once: int
    ) -> Engine:
        """Return a new engine with its capabilities; one without the encoder when too many texts wait for that."""
        words = vocabulary if len(vocabulary) else _NO_WORDS
        try:
            with self._patience(at_once) as encoder:
                engine = Engine(words, encoder, weights, self.vectors)
                engine.put(*capabilities.values())
            self.waits_for_texts = False
        except TooMuchToEncodeError:
            self.waits_for_texts = True
            engine = Engine(words, None, weights, self.vectors)
            engine.put(*capabilities.values())
        return engine

    @contextmanager
    def _patience(self, encoded_at_once: int) -> Iterator[Encoder | None]:
        """Give the encoder, which within encodes so much at most."""
        encoder = self.encoder()
        if encoder is None:
            yield None
            return
        with encoder.at_most(encoded_at_once):
            yield encoder

    def missing_texts(self, *, needs: bool = True) -> list[Text]:
        """Return the texts of vocabulary and capabilities, and of needs, that the encoder has yet to encode."""
        encoder = self.encoder()
        if encoder is None:
            return []
        with short_transaction(self._database, reads=True) as connection:
            vocabulary = engine_input.read_vocabulary(connection)
            capabilities = engine_input.read_capabilities(connection)
            said = engine_input.read_need_texts(connection) if needs else []
        listing = ListingEncoder(encoder, self.vectors)
        Engine(vocabulary if len(vocabulary) else _NO_WORDS, listing, parameters.load(), listing).put(
            *capabilities.values()
        )
        vectors_of(said, "query", listing, listing)
        return listing.texts

    def encoder(self) -> PatientEncoder | None:
        """Return the encoder that the setting names, or None; it is loaded once."""
        if self._encoder is None and self._problem is None:
            try:
                found = encoder_named(self.encoder_setting)
                self._encoder = PatientEncoder(found) if found else None
            except EncoderMissingError as error:
                self._problem = str(error)
                log.warning("Ranking goes on with words and concepts alone: %s", error)
        return self._encoder


def _apply(engine: Engine, before: dict[str, CapabilityProfile], now: dict[str, CapabilityProfile]) -> None:
    """Put what is new or changed, and take out what is gone."""
    engine.put(*(capability for each, capability in now.items() if before.get(each) != capability))
    for gone in before.keys() - now.keys():
        engine.remove(gone)
