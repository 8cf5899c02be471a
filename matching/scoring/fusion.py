"""Several signals into one score whose parts add up, a probability and a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.arrays import IntArray, RealArray
from matching.results import Contribution, Strength
from matching.scoring.parameters import Fusion

Real = TypeVar("Real", np.float32, np.float64)

# Scores are counted in whole millionths, so that amounts add up to the score exactly and the order of two pairs is the
# same on every machine.
MILLIONTHS = 1_000_000


# No need is taken to fit the vocabulary's texts worse than this.
_LEAST_FIT = 0.15
# Keeps the logarithm of a score of nothing finite.
_NOTHING = 1e-4


def half_score(concept_fit: float) -> float:
    """Return the weighted sum at which a need's score is one half.

    `concept_fit` tells how well the need's words fit some concept of the vocabulary at all. A need that fits one very
    well can expect as much of a capability, so the same likeness says less. The order for one need stays as it is; what
    one score is worth becomes alike for all needs.
    """
    return max(round(concept_fit, 9), _LEAST_FIT)


def share(likeness: NDArray[Real], half_score: NDArray[Real] | float) -> NDArray[Real]:
    """Return the score of weighted sums (rows,), in [0, 1), same shape; a sum below zero counts as none."""
    left = np.maximum(likeness, likeness.dtype.type(0))
    return np.asarray(left / (left + half_score))


def evidence(score: RealArray) -> RealArray:
    """Return what the calibration is linear in, same shape as `score` (rows,): its log odds, ln(likeness / half score).

    Logistic calibration: Platt 1999.
    """
    return np.asarray(np.log((score + _NOTHING) / (1.0 - score + _NOTHING)))


def amounts(values: Mapping[str, RealArray], fusion: Fusion, half_score: float) -> dict[str, IntArray]:
    """Return what each signal adds to the score of a need with this half score, in millionths, shape (rows,) each.

    With s the weighted sum of the signals, a score is s / (s + half_score) and lies in [0, 1). What speaks for a pair
    shares the score that there would be if nothing spoke against it; what speaks against it (weights below zero) takes
    away the difference, never more than there is.
    """
    weighted = {name: values[name] * weight for name, weight in fusion.weights.items() if name in values}
    speaking = {name: each for name, each in weighted.items() if fusion.weights[name] >= 0}
    likeness = np.asarray(sum(speaking.values()))
    factor = MILLIONTHS / (likeness + half_score)
    parts = {name: np.rint(each * factor).astype(np.int64) for name, each in speaking.items()}
    for name in [each for each in weighted if each not in speaking]:
        left = likeness + weighted[name]
        lost = np.rint(MILLIONTHS * (share(left, half_score) - share(likeness, half_score))).astype(np.int64)
        parts[name] = np.maximum(lost, -np.asarray(sum(parts.values())))
        likeness = left
    return parts


def scores(parts: Mapping[str, IntArray], height: int) -> IntArray:
    """Return the scores in millionths, shape (height,)."""
    score = np.zeros(height, dtype=np.int64)
    for part in parts.values():
        score += part
    return score


def contributions(values: Mapping[str, RealArray], parts: Mapping[str, IntArray], at: int) -> tuple[Contribution, ...]:
    """Return one row's contributions, largest first; those that take away last."""
    found = [
        Contribution(name, round(float(values[name][at]), 6), int(part[at]) / MILLIONTHS)
        for name, part in parts.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.amount, each.signal)))


def probability(score: float, fusion: Fusion) -> float:
    """Return the calibrated probability that a pair of this score is worth an introduction."""
    told = float(evidence(np.asarray(score)))
    return round(float(1.0 / (1.0 + np.exp(-(fusion.slope * told + fusion.intercept)))), 6)


def strength(score: float, fusion: Fusion, bounds: Mapping[Strength, float]) -> Strength:
    """Return the word for a score: weak below the cut-off, else the strongest whose probability it reaches."""
    if score < fusion.cut_off:
        return Strength.WEAK
    likely = probability(score, fusion)
    return next((word for word in (Strength.STRONG, Strength.GOOD) if likely >= bounds[word]), Strength.POSSIBLE)


def at_most_possible(word: Strength) -> Strength:
    """Return the word for a pair that nothing joins but likeness: never more than possible."""
    return Strength.POSSIBLE if word in (Strength.STRONG, Strength.GOOD) else word
