"""Several signals into one score whose parts add up, a probability and a word."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from matching.parameters import Fusion, Parameters
from matching.results import Contribution, Strength

RealArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# Scores are counted in whole millionths, so that amounts add up to the score exactly and the order of two pairs is the
# same on every machine.
MILLIONTHS = 1_000_000


def amounts(values: Mapping[str, RealArray], fusion: Fusion) -> dict[str, IntArray]:
    """Return what each signal adds to the score, in millionths, shape of its values."""
    return {
        name: np.rint(values[name] * weight * MILLIONTHS).astype(np.int64)
        for name, weight in fusion.weights.items()
        if name in values
    }


def scores(parts: Mapping[str, IntArray], height: int) -> IntArray:
    """Return the scores in millionths, shape (height,)."""
    score = np.zeros(height, dtype=np.int64)
    for part in parts.values():
        score += part
    return score


def contributions(values: Mapping[str, RealArray], parts: Mapping[str, IntArray], at: int) -> tuple[Contribution, ...]:
    """Return one row's contributions, largest first."""
    found = [
        Contribution(name, round(float(values[name][at]), 6), int(part[at]) / MILLIONTHS)
        for name, part in parts.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.amount, each.signal)))


def probability(score: float, fusion: Fusion) -> float:
    """Return the calibrated probability that a pair of this score is worth an introduction."""
    return round(float(1.0 / (1.0 + np.exp(-(fusion.slope * score + fusion.intercept)))), 6)


def strength(likely: float, parameters: Parameters) -> Strength:
    """Return the strongest word whose bound the probability reaches."""
    for word in (Strength.STRONG, Strength.GOOD, Strength.POSSIBLE):
        if likely >= parameters.strengths[word]:
            return word
    return Strength.WEAK
