"""The matchmaker: what the pages and commands ask the engine, with answers remembered until the catalogue changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date
from typing import Final

import sqlalchemy as sa

from app.matchmaking.built_engine import BuiltEngine
from app.matchmaking.candidates import Candidates
from app.matchmaking.database_vectors import DatabaseVectors
from app.matchmaking.encoding_queue import EncodingQueue, Told, encode_needs
from app.matchmaking.engine_summary import EngineSummary
from app.matchmaking.rankings import Best, InfrastructureRanking, remember
from matching.embeddings.batches import Text
from matching.engine import Engine
from matching.profiles import CapabilityProfile, NeedProfile
from matching.results import Candidate, Strength
from matching.scoring.by_infrastructure import by_infrastructure
from matching.scoring.similar import Similarity
from matching.several import needs as several_needs
from matching.several.needs import TwoNeeds

# In a large catalogue so many capabilities are looked for, for each unit that is to be shown.
CAPABILITIES_EACH: Final = 8


class Matchmaker:
    """Ranks, with the same answer wherever it is shown."""

    def __init__(self, database: sa.Engine, encoder_setting: str, candidates: Candidates | None = None) -> None:
        self._engine = BuiltEngine(database, encoder_setting)
        self.candidates = candidates or Candidates(database)
        self.queue = EncodingQueue(database, self._engine.vectors)
        self._generation = 0
        self._rankings: dict[tuple[NeedProfile, date, int | None, frozenset[str]], InfrastructureRanking] = {}
        self._bests: dict[tuple[NeedProfile, date, frozenset[str]], Best | None] = {}
        self._pairs: dict[tuple[NeedProfile, int, date], Candidate | None] = {}
        self._divided: dict[tuple[NeedProfile, date], TwoNeeds | None] = {}

    @property
    def vectors(self) -> DatabaseVectors:
        """The vectors that are kept in the database."""
        return self._engine.vectors

    @property
    def problem(self) -> str | None:
        """Return what hinders the encoder, as the machine tells it."""
        return self._engine.problem

    @property
    def waits_for_texts(self) -> bool:
        """Tell whether words and concepts alone rank for now, because many texts are still to be encoded."""
        return self._engine.waits_for_texts

    @property
    def generation(self) -> int:
        """A number that grows whenever what is ranked, or how, has changed; told in the engine's turn."""
        return self._engine.generation

    def missing_texts(self, *, needs: bool = True) -> list[Text]:
        """Return every text of the vocabulary, the capabilities and the `needs` that has no vector yet."""
        return self._engine.missing_texts(needs=needs)

    def encode(self, texts: Sequence[Text], told: Told | None = None) -> bool:
        """Encode missing texts as the installation's one job, see `EncodingQueue.work`."""
        encoder = self._engine.encoder()
        return encoder is None or self.queue.work(texts, encoder, told)

    @property
    def encoder_setting(self) -> str:
        """Return what the installation asked for: "bundled", "none" or a model's folder."""
        return self._engine.encoder_setting

    def rank(
        self, need: NeedProfile, *, today: date, top: int | None = None, without: AbstractSet[str] = frozenset()
    ) -> InfrastructureRanking:
        """Rank units for a need by their best capabilities, best first; the same answer wherever it is shown.

        All of them, or the `top`, in a large catalogue among what `Candidates` finds. Capabilities `without` are passed
        over, because they were dismissed. What visitors ask takes no other answer's place.
        """
        with self._in_turn() as engine:
            key = (need, today, top, frozenset(without))
            ranking = self._rankings.get(key)
            if ranking is None:
                ranking = self._rank(engine, need, today, top, without)
                remember(self._rankings, {} if self.vectors.is_unkept else {key: ranking})
            return ranking

    def _rank(
        self, engine: Engine, need: NeedProfile, today: date, top: int | None, without: AbstractSet[str]
    ) -> InfrastructureRanking:
        looked_for = None if top is None else top * CAPABILITIES_EACH + len(without)
        among = self.candidates.find(engine, need, today=today, top=looked_for)
        places = (place for place in engine.order(need, today=today, among=among) if place.id not in without)
        order = by_infrastructure(places, lambda each: engine.document(each).profile.infrastructure)
        shown = order[:top]
        best = [each.best.id for each in shown]
        candidates = {each.capability_id: each for each in engine.rank(need, today=today, among=best).candidates}
        others = {each.best.id: each.others for each in shown}
        suitable = bool(shown) and shown[0].best.suitable
        has_more = len(order) > len(shown)
        return InfrastructureRanking(tuple(candidates[each] for each in best), others, suitable, has_more)

    def pair(self, need: NeedProfile, capability_id: int, *, today: date) -> Candidate | None:
        """Return one pair as `rank` has it, or None when the capability is not offered."""
        with self._in_turn() as engine:
            key = (need, capability_id, today)
            if key not in self._pairs:
                found = engine.pair(need, str(capability_id), today) if str(capability_id) in engine else None
                remember(self._pairs, {key: found})
            return self._pairs[key]

    def bests(
        self, needs: Sequence[NeedProfile], *, today: date, without: Mapping[str, AbstractSet[str]] | None = None
    ) -> list[Best | None]:
        """Return the first place for each need, in their order; None when there is no capability left.

        `without` gives by need id the capability ids that are passed over, because they were dismissed.
        """
        questions = [(need, today, frozenset((without or {}).get(need.id, ()))) for need in needs]
        with self._in_turn() as engine:
            answers = {question: self._bests[question] for question in questions if question in self._bests}
            new = [question for question in questions if question not in answers]
            encode_needs(engine, self.vectors, [need for need, _day, _gone in new])
            found = {question: self._best(engine, *question) for question in new}
            remember(self._bests, found)
            return [(answers | found)[question] for question in questions]

    def two_needs(self, need: NeedProfile, *, today: date) -> TwoNeeds | None:
        """Return the two needs in a text; None where it holds one."""
        with self._in_turn() as engine:
            if (need, today) not in self._divided:
                found = several_needs.find(
                    engine,
                    need,
                    today=today,
                    among=lambda part: self.candidates.find(engine, part, today=today, top=CAPABILITIES_EACH),
                )
                remember(self._divided, {(need, today): found})
            return self._divided[need, today]

    def similar_needs(self, need: NeedProfile, needs: Sequence[NeedProfile], *, top: int) -> list[Similarity]:
        """Return the needs most like a need."""
        with self._in_turn() as engine:
            encode_needs(engine, self.vectors, needs)
            return engine.similar_needs(need, needs, top)

    def capability(self, capability_id: int) -> CapabilityProfile | None:
        """Return what the engine, as it was last asked, knows of a capability; None when it is not offered."""
        return self._engine.capabilities.get(str(capability_id))

    def concept_label(self, concept_id: str, language: str) -> str:
        """Return a concept's name; a word that is no concept stands for itself."""
        concept = self.built_engine.vocabulary.find(concept_id) if self.built_engine else None
        return concept.label(language) if concept else concept_id

    def broader_concepts(self, concept_id: str) -> Sequence[str]:
        """Return the concepts above one, nearest first."""
        return self.built_engine.vocabulary.ancestors(concept_id) if self.built_engine else ()

    def state(self, *, encoding: bool = True) -> EngineSummary:
        """Return what the engine works with, brought up to date first, `encoding` what that takes or nothing."""
        return self._engine.state(encoding=encoding)

    @property
    def built_engine(self) -> Engine | None:
        """Return the engine as it was last asked, or None before anybody has; only for telling what it works with."""
        return self._engine.last_used

    @contextmanager
    def engine(self) -> Iterator[Engine]:
        """Give the engine itself, up to date, to nobody else meanwhile."""
        with self._in_turn() as engine:
            yield engine

    @contextmanager
    def _in_turn(self) -> Iterator[Engine]:
        with self._engine.in_turn() as engine:
            if self._generation != self._engine.generation:
                for answers in (self._rankings, self._bests, self._pairs, self._divided):
                    answers.clear()
                self._generation = self._engine.generation
            self.candidates.follow(engine, self._engine.capabilities)
            yield engine

    def _best(self, engine: Engine, need: NeedProfile, today: date, gone: frozenset[str]) -> Best | None:
        top = 1 + len(gone)
        among = self.candidates.find(engine, need, today=today, top=top)
        for place in engine.order(need, today=today, top=top, among=among):
            if place.id not in gone:
                # The word as on the need's own page, where a pair that nothing joins is at most possible.
                word = engine.pair(need, place.id, today).strength if place.suitable else Strength.WEAK
                return Best(place.id, place.score, word, place.suitable)
        return None
