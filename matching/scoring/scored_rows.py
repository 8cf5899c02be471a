"""Some capabilities scored for one need, and their order: those that fail a hard limit last, old facts lower."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

import numpy as np

from matching.arrays import BoolArray, IntArray, RealArray, RowArray
from matching.features.documents import NeedDocument
from matching.profiles import CapabilityProfile
from matching.results import RankedPlace
from matching.scoring import fusion
from matching.scoring.age import standing
from matching.scoring.capability_index import CapabilityIndex
from matching.scoring.parameters import Fusion


@dataclass(frozen=True, slots=True)
class ScoredRows:
    """Values and amounts by signal, scores in millionths and failed limits, all of shape (rows,).

    A position counts among `rows`; these are row numbers of `index`. `cut_off` is the score from which one is shown.
    The order goes by `standing`: the score, lowered where the facts are old.
    """

    index: CapabilityIndex
    rows: RowArray
    values: Mapping[str, RealArray]
    amounts: Mapping[str, IntArray]
    scores: IntArray
    standing: IntArray
    failing: BoolArray
    cut_off: float

    @classmethod
    def of(cls, index: CapabilityIndex, need: NeedDocument, rows: RowArray, weights: Fusion, today: date) -> ScoredRows:
        """Score rows of an index for a need."""
        values = index.values(need, rows)
        amounts = fusion.amounts(values, weights, fusion.half_score(need.concept_fit))
        scores = fusion.scores(amounts, len(rows))
        stand = standing(scores, index.old(rows, today))
        failing = index.failing(need.profile, rows, today)
        return cls(index, rows, values, amounts, scores, stand, failing, weights.cut_off)

    @property
    def any_suits(self) -> bool:
        """Tell whether something that fails no limit is worth showing."""
        return bool((~self.failing & self._reach).any())

    @property
    def best(self) -> float:
        """Return the best score of those that fail no limit, in [0, 1); 0 where there is none."""
        return int(np.where(self.failing, 0, self.scores).max(initial=0)) / fusion.MILLIONTHS

    def score(self, at: int) -> float:
        """Return the score at a position, in [0, 1)."""
        return int(self.scores[at]) / fusion.MILLIONTHS

    def places(self, top: int | None) -> list[RankedPlace]:
        """Return the best first, without limits and reasons."""
        suits = ~self.failing & self._reach
        return [
            RankedPlace(self._profile(at).id, self.score(at), suitable=bool(suits[at]))
            for at in islice(self.best_first(top), top)
        ]

    def best_first(self, top: int | None) -> Iterator[int]:
        """Yield positions, best first, failing ones last; of equal ones the ready, lately confirmed one first.

        Of each kind more than `top` may be left out: ask for no more.
        """
        for fails in (False, True):
            places = np.flatnonzero(self.failing == fails)
            if top is not None and 0 < top < len(places):
                # Only what can be among the first `top`, with all that equal the last of them, has to be put in order.
                least = -np.partition(-self.standing[places], top - 1)[top - 1]
                places = places[self.standing[places] >= least]
            ordered = places[np.argsort(-self.standing[places], kind="stable")]
            for _, equal in groupby(ordered.tolist(), key=lambda at: int(self.standing[at])):
                yield from sorted(equal, key=lambda at: _standing(self._profile(at)))

    @property
    def _reach(self) -> BoolArray:
        return np.asarray(self.scores >= round(self.cut_off * fusion.MILLIONTHS))

    def _profile(self, at: int) -> CapabilityProfile:
        return self.index.profile(int(self.rows[at]))


def _standing(capability: CapabilityProfile) -> tuple[bool, bool, int, str]:
    """Order equals: open and ready before others, the one confirmed last before the others, then by id."""
    confirmed = capability.confirmed_on.toordinal() if capability.confirmed_on else 0
    return capability.open_to_companies is not True, capability.ready is not True, -confirmed, capability.id
