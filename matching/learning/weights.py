"""Learns from judged pairs how much each signal weighs, what a score is worth, and when nothing is suitable.

Learned on needs with odd numbers, reported on even ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np
from scipy.optimize import minimize

from matching.arrays import RealArray, RowArray
from matching.learning.judged_pairs import JudgedPairs, ndcg_of_needs
from matching.learning.metrics import EXACT, WORTH
from matching.scoring import fusion
from matching.scoring.parameters import Fusion

# What the weights are drawn to, in standard deviations of their signals: an even hand for the signals that are good
# alone, little for those that say something only now and then. An even hand also holds best where the vocabulary is
# thin, see docs/decisions.
_PRIOR: Final[Mapping[str, float]] = {
    "wording": 1.0, "spelling": 1.0, "problems": 1.0, "meaning": 1.0, "likeness": 1.0,
    "concepts": 0.1, "fuzzy_terms": 0.1, "tags": 0.1,
}  # fmt: skip
_PULL: Final = 0.03
# Judged needs hardly ever ask for what a method is not for, so that a weight learned from them would be the prior's: it
# is fixed. This one changes no figure, nor does eight times as much, see docs/decisions.
FIXED: Final[Mapping[str, float]] = {"not_for": -0.25}
# The cut-off is where all but this share of the needs that can be met still show what meets them exactly.
_LOST: Final = 0.03


def learn(pairs: JudgedPairs) -> Fusion:
    """Return weights, calibration and cut-off."""
    weights = _weights(pairs)
    scores = _scores(pairs, weights)
    slope, intercept = _calibration(scores, pairs)
    shown = [scores[rows[pairs.grades[rows] >= EXACT]].max(initial=0.0) for rows in _met(pairs, EXACT)]
    cut_off = round(float(np.quantile(shown, _LOST)), 4)
    return Fusion(dict(zip(pairs.signals, weights.tolist(), strict=True)), slope, intercept, cut_off)


def _met(pairs: JudgedPairs, grade: int) -> list[RowArray]:
    return [rows for rows in pairs.by_need() if not pairs.unmet[rows[0]] and (pairs.grades[rows] >= grade).any()]


def _scores(pairs: JudgedPairs, weights: RealArray) -> RealArray:
    return fusion.share(np.asarray(pairs.values @ weights), pairs.half_score)


def _weights(pairs: JudgedPairs) -> RealArray:
    """Pairwise logistic regression (RankNet, Burges et al. 2005): the higher grade shall have the higher score.

    No learned weight is negative, and they add up to one; the fixed ones stand beside them.
    """
    chosen = np.array([name not in FIXED for name in pairs.signals])
    weights = np.array([FIXED.get(name, 0.0) for name in pairs.signals])
    speaking = replace(pairs, signals=tuple(np.array(pairs.signals)[chosen].tolist()), values=pairs.values[:, chosen])
    weights[chosen] = _regression(speaking)
    return weights


def _regression(pairs: JudgedPairs) -> RealArray:
    spread = pairs.values.std(axis=0) + 1e-9
    better, importance = _comparisons(pairs)
    steps = better / spread
    prior = np.array([_PRIOR[name] for name in pairs.signals])

    def loss(weights: RealArray) -> tuple[float, RealArray]:
        margins = steps @ weights
        pull = weights - prior
        wrong = 1.0 / (1.0 + np.exp(np.clip(margins, -50.0, 50.0)))
        value = importance @ np.logaddexp(0.0, -margins) + _PULL * pull @ pull
        return float(value), np.asarray(2 * _PULL * pull - (importance * wrong) @ steps)

    bounds = [(0.0, None)] * len(prior)
    learned = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x / spread
    return np.asarray(np.round(learned / learned.sum(), 4))


def _comparisons(pairs: JudgedPairs) -> tuple[RealArray, RealArray]:
    """Return value differences of all pairs of pairs of one need with unlike grades, and how much each counts."""
    differences, importance = [], []
    needs = _met(pairs, 1)
    for rows in needs:
        gains = 2.0 ** pairs.grades[rows] - 1
        for at in np.flatnonzero(gains):
            lower = gains < gains[at]
            differences.append(pairs.values[rows[at]] - pairs.values[rows[lower]])
            share = gains[at] / gains.sum() / len(needs) / lower.sum()
            importance.append(np.full(int(lower.sum()), share))
    return np.concatenate(differences), np.concatenate(importance)


def _calibration(scores: RealArray, pairs: JudgedPairs) -> tuple[float, float]:
    """Return slope and intercept of the chance of a grade worth an introduction, over the score's logarithm."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - a second, and only for learning

    # People take up what they like, so pairs that somebody found say nothing of how often a score is worth an
    # introduction; of which of two pairs is the better they do.
    open_pairs = pairs.blind & ~pairs.fails
    told = fusion.evidence(scores[open_pairs]).reshape(-1, 1)
    model = LogisticRegression(C=1e6, max_iter=1000).fit(told, pairs.grades[open_pairs] >= WORTH)
    return round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)


def held(pairs: JudgedPairs, way: Fusion) -> dict[str, float]:
    """Return nDCG@5 over met needs, the share whose exact capability is shown, and unmet needs answered so."""
    scores = fusion.share(pairs.sums(way), pairs.half_score)
    best = np.where(pairs.fails, -1.0, scores)
    exact, unmet = [], []
    for rows in pairs.by_need():
        if pairs.unmet[rows[0]]:
            unmet.append(float(best[rows].max() < way.cut_off))
            continue
        shown = best[rows[pairs.grades[rows] >= EXACT]]
        exact += [float(shown.max() >= way.cut_off)] if len(shown) else []
    ranked = ndcg_of_needs(pairs.where(~pairs.unmet), way)
    return {
        "needs": len(ranked),
        "ndcg@5": round(float(np.mean(ranked)), 4),
        "shown_grade3": round(float(np.mean(exact)), 4),
        "unmet": len(unmet),
        "nothing_suitable": int(sum(unmet)),
    }
