"""The engine: ranks capabilities for a need, and needs for a capability, with one score for a pair everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np

from matching.arrays import RealArray, RowArray
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import MemoryStore, VectorStore
from matching.explanation.reasons import ReasonFinder
from matching.features.as_read import need_as_read
from matching.features.clean_reading import as_stored
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.features.extractor import Extractor
from matching.hard_limits import checks as constraints
from matching.hard_limits.exclusions import ExclusionReader
from matching.profiles import CapabilityProfile, NeedProfile
from matching.results import Candidate, RankedPlace, Ranking
from matching.scoring import fusion
from matching.scoring.age import is_old
from matching.scoring.capability_index import CapabilityIndex
from matching.scoring.parameters import Fusion, Parameters
from matching.scoring.scored_rows import ScoredRows
from matching.scoring.similar import Similarity, most_like
from matching.text.word_analysis import Analyser
from matching.vocabulary.concepts import Vocabulary
from matching.vocabulary.mentions import ConceptNames

_READ_AT_ONCE = 256
_NEEDS_KEPT = 2


class Engine:
    """Ranks. Holds its capabilities in memory; put and remove cost one edit each.

    Without an encoder everything works on words and concepts alone, with weights of its own. `vectors` keeps what was
    encoded; a text that it holds is not encoded again.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        encoder: Encoder | None,
        parameters: Parameters,
        vectors: VectorStore | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.encoder = encoder
        self.parameters = parameters
        self._vectors = vectors if vectors is not None else MemoryStore()
        self.analyser = Analyser(vocabulary.trade_words())
        names = ConceptNames(vocabulary, self.analyser)
        self.extractor = Extractor(vocabulary, names, encoder, self._vectors)
        self.exclusions = ExclusionReader(vocabulary, names)
        self._index = self._empty()
        # The last needs' scores of all capabilities: lists ask for an order, and then for the reasons of its first.
        self._whole = lru_cache(maxsize=_NEEDS_KEPT)(self._score_all)

    def _empty(self) -> CapabilityIndex:
        dimension = self.encoder.dimension if self.encoder else 0
        return CapabilityIndex(len(self.vocabulary), dimension, self.exclusions)

    @property
    def fusion(self) -> Fusion:
        """The weights and the calibration in use."""
        return self.parameters.with_encoder if self.encoder else self.parameters.without_encoder

    @cached_property
    def _reasons(self) -> ReasonFinder:
        return ReasonFinder(self.vocabulary, self.extractor)

    def __len__(self) -> int:
        return len(self._index)

    def __contains__(self, capability_id: object) -> bool:
        return capability_id in self._index

    def get_ready(self) -> None:
        """Make what the first ranking would make, and forget the texts that were read for building; encodes nothing."""
        self._index.get_ready()
        _made = self._reasons
        self.analyser.forget()

    def put(self, *capabilities: CapabilityProfile) -> None:
        """Add capabilities or replace those of the same id; many at once cost less each."""
        self._whole.cache_clear()
        for start in range(0, len(capabilities), _READ_AT_ONCE):
            self._index.put(self.extractor.capabilities(capabilities[start : start + _READ_AT_ONCE]))

    def remove(self, capability_id: str) -> None:
        """Take a capability out; nothing happens when it is not there."""
        self._whole.cache_clear()
        self._index.remove(capability_id)

    def rank(
        self, need: NeedProfile, *, today: date, top: int | None = None, among: Sequence[str] | None = None
    ) -> Ranking:
        """Rank all capabilities (or those `among` the ids) for a need; those that fail a hard limit come last.

        Every candidate has its limits; reasons are given for all that are returned, so ask for as many as are shown.
        Raises KeyError when an id of `among` is not there.
        """
        scored, whole = self._scored(need, today, among), self._whole(need, today, self.parameters.version)
        document, places = self.extractor.need(need), islice(scored.best_first(top), top)
        candidates = tuple(self._candidate(document, scored, at, whole.best, today) for at in places)
        return Ranking(candidates, suitable=scored.any_suits)

    def _scored(self, need: NeedProfile, today: date, among: Sequence[str] | None) -> ScoredRows:
        if among is None:
            return self._whole(need, today, self.parameters.version)
        document, rows = self.extractor.need(need), self._index.rows(among)
        return ScoredRows.of(self._index, document, rows, self.fusion, today)

    def _score_all(self, need: NeedProfile, today: date, _parameters: str) -> ScoredRows:
        return ScoredRows.of(self._index, self.extractor.need(need), self._index.rows(), self.fusion, today)

    def order(
        self, need: NeedProfile, *, today: date, top: int | None = None, among: Sequence[str] | None = None
    ) -> list[RankedPlace]:
        """Return the order of `rank` without limits and reasons, for measuring and for lists of many needs."""
        return self._scored(need, today, among).places(top)

    def best_among(self, ids: Sequence[str], needs: Sequence[NeedProfile], *, today: date) -> list[RankedPlace]:
        """Return each need's first place of `order` among a few capabilities; many needs at once cost less each.

        Raises KeyError when an id is not there, and ValueError when there is none.
        """
        if not ids:
            raise ValueError("there is no best of no capabilities")
        few, rows = self._empty(), np.arange(len(ids))
        few.put([self.document(each) for each in ids])
        documents = (self.extractor.need(need) for need in needs)
        return [ScoredRows.of(few, document, rows, self.fusion, today).places(1)[0] for document in documents]

    def pair(self, need: NeedProfile, capability_id: str, today: date) -> Candidate:
        """Return one pair; raises KeyError when the capability is not there."""
        return self.rank(need, today=today, among=[capability_id]).candidates[0]

    def values(self, need: NeedProfile) -> tuple[list[str], Mapping[str, RealArray]]:
        """Return all capabilities' ids and each signal's values (capabilities,) in the same order; for measuring."""
        rows = self._index.rows()
        ids = [self._index.profile(int(row)).id for row in rows]
        return ids, self._index.values(self.extractor.need(need), rows)

    def failing(self, need: NeedProfile, *, today: date) -> set[str]:
        """Return the ids of all capabilities that fail a hard limit of a need."""
        rows = self._index.rows()
        fails = self._index.failing(need_as_read(need), rows, today)
        return {self._index.profile(int(row)).id for row in rows[fails]}

    def how_many_pass(self, need: NeedProfile, *, today: date) -> int:
        """Return how many capabilities fail no hard limit of a need."""
        return len(self._passing(need, today))

    def passing(self, need: NeedProfile, *, today: date) -> list[str]:
        """Return the ids of all capabilities that fail no hard limit of a need."""
        return [self._index.profile(int(row)).id for row in self._passing(need, today)]

    def _passing(self, need: NeedProfile, today: date) -> RowArray:
        rows = self._index.rows()
        return rows[~self._index.failing(need_as_read(need), rows, today)]

    def document(self, capability_id: str) -> CapabilityDocument:
        """Return what a capability says; raises KeyError when it is not there."""
        return self._index.document(int(self._index.rows([capability_id])[0]))

    def half_score(self, need: NeedProfile) -> float:
        """Return the weighted sum at which a need's score is one half, see `fusion.half_score`."""
        return fusion.half_score(self.extractor.need(need).concept_fit)

    def similar_needs(self, need: NeedProfile, needs: Iterable[NeedProfile], top: int = 5) -> list[Similarity]:
        """Return the needs most like a need, itself left out."""
        others = (self.extractor.need(other) for other in needs if other.id != need.id)
        return most_like(self.extractor.need(need), others, top)

    def _candidate(self, need: NeedDocument, scored: ScoredRows, at: int, leading: float, today: date) -> Candidate:
        capability, score = scored.index.document(int(scored.rows[at])), scored.score(at)
        parts = fusion.contributions(scored.values, scored.amounts, at)
        asked, offered = need.profile, capability.profile
        reasons = self._reasons.find(need, capability, parts, self.fusion, leading=leading, today=today)
        word = fusion.strength(score, self.fusion, self.parameters.strengths)
        return Candidate(
            need_id=asked.id,
            capability_id=offered.id,
            score=score,
            probability=fusion.probability(score, self.fusion),
            strength=word if any(each.joins for each in reasons) else fusion.at_most_possible(word),
            contributions=parts,
            limits=constraints.check(asked, offered, today=today, exclusions=self.exclusions),
            reasons=as_stored(reasons, asked, offered),
            has_old_facts=is_old(offered.confirmed_on, today),
        )
