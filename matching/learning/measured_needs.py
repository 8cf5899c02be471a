"""Needs judged where the engine is used: their graded pairs, and the signals that were measured for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.learning.judged_pairs import JudgedPairs


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """One pair judged here: its grade (0 not this, 1 related, 2 would introduce, 3 used) and measured signals.

    `blind` tells that it was chosen for judging; other pairs are judged because somebody found them.
    """

    capability: int
    grade: int
    blind: bool
    fails: bool
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class MeasuredNeed:
    """A need judged here, with the weighted sum at which its score is one half and its judged pairs."""

    need: int
    half_score: float
    pairs: tuple[JudgedPair, ...]

    @property
    def teaches(self) -> bool:
        """Tell whether something fits and something does not: only then is there an order to learn."""
        grades = [pair.grade for pair in self.pairs]
        return bool(grades) and min(grades) == 0 and max(grades) > 0

    @property
    def is_held_out(self) -> bool:
        """Tell whether the need is kept aside for measuring."""
        return self.need % 2 == 0


def as_table(needs: Sequence[MeasuredNeed], signals: tuple[str, ...]) -> JudgedPairs:
    """Return judged needs in the form of the shipped table; their ids end in the need's own number."""
    rows = [(need, pair) for need in needs for pair in need.pairs]
    return JudgedPairs(
        needs=np.array([f"here-{need.need}" for need, _pair in rows], dtype=np.str_),
        capabilities=np.array([str(pair.capability) for _need, pair in rows], dtype=np.str_),
        grades=np.array([pair.grade for _need, pair in rows], dtype=np.int64),
        unmet=np.zeros(len(rows), dtype=np.bool_),
        fails=np.array([pair.fails for _need, pair in rows], dtype=np.bool_),
        blind=np.array([pair.blind for _need, pair in rows], dtype=np.bool_),
        half_score=np.array([need.half_score for need, _pair in rows], dtype=np.float64),
        signals=signals,
        values=np.array([pair.values for _need, pair in rows], dtype=np.float64).reshape(len(rows), len(signals)),
    )
