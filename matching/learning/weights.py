"""Learns from judged pairs how much each signal weighs, what a score is worth, and when nothing is suitable.

Learned on needs with odd numbers, reported on even ones; the table of signal values that it learns from is shipped
(matching/data/judged_pairs.tsv.gz: ids, grades and numbers, no texts), so that anybody can learn the weights again.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from matching.engine import Engine
from matching.features.artefacts import DATA
from matching.learning.judged_sets import JudgedNeed
from matching.learning.metrics import EXACT, WORTH, ndcg
from matching.scoring import fusion
from matching.scoring.parameters import Fusion

RealArray = NDArray[np.float64]

TABLE: Final = DATA / "judged_pairs.tsv.gz"
_FACTS: Final = ("need", "capability", "grade", "unmet", "fails", "standard")
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


@dataclass(frozen=True)
class JudgedPairs:
    """Signal values of all pairs of judged needs and capabilities, one row a pair, rows of a need together.

    `values` has shape (n, signals); `standard` is the weighted sum at which the need's score is one half.
    """

    needs: NDArray[np.str_]
    capabilities: NDArray[np.str_]
    grades: NDArray[np.int64]
    unmet: NDArray[np.bool_]
    fails: NDArray[np.bool_]
    standard: RealArray
    signals: tuple[str, ...]
    values: RealArray

    def where(self, chosen: NDArray[np.bool_]) -> JudgedPairs:
        """Return some of the pairs."""
        return replace(
            self,
            needs=self.needs[chosen],
            capabilities=self.capabilities[chosen],
            grades=self.grades[chosen],
            unmet=self.unmet[chosen],
            fails=self.fails[chosen],
            standard=self.standard[chosen],
            values=self.values[chosen],
        )

    def odd(self) -> NDArray[np.bool_]:
        """Tell of each pair whether its need's number is odd."""
        return np.array([int("".join(filter(str.isdigit, need)) or 0) % 2 == 1 for need in self.needs.tolist()])

    def by_need(self) -> list[NDArray[np.intp]]:
        """Return the rows of each need."""
        return [np.flatnonzero(self.needs == need) for need in dict.fromkeys(self.needs.tolist())]


def collect(engine: Engine, needs: Sequence[JudgedNeed], today: date) -> JudgedPairs:
    """Return the signal values of every pair of a need and a capability of the engine."""
    found: list[tuple[object, ...]] = []
    values: list[RealArray] = []
    signals: tuple[str, ...] = ()
    for need in needs:
        ids, by_signal = engine.values(need.profile)
        signals = tuple(by_signal)
        failing = engine.failing(need.profile, today=today)
        standard = engine.standard(need.profile)
        values.append(np.stack(list(by_signal.values()), axis=1))
        found += [
            (need.profile.id, each, need.grades.get(each, 0), need.unmet, each in failing, standard) for each in ids
        ]
    columns = list(zip(*found, strict=True))
    return JudgedPairs(
        needs=np.array(columns[0], dtype=np.str_),
        capabilities=np.array(columns[1], dtype=np.str_),
        grades=np.array(columns[2], dtype=np.int64),
        unmet=np.array(columns[3], dtype=np.bool_),
        fails=np.array(columns[4], dtype=np.bool_),
        standard=np.array(columns[5], dtype=np.float64),
        signals=signals,
        values=np.concatenate(values),
    )


def learn(pairs: JudgedPairs) -> Fusion:
    """Return weights, calibration and cut-off."""
    weights = _weights(pairs)
    scores = _scores(pairs, weights)
    slope, intercept = _calibration(scores, pairs)
    shown = [scores[rows[pairs.grades[rows] >= EXACT]].max(initial=0.0) for rows in _met(pairs, EXACT)]
    cut_off = round(float(np.quantile(shown, _LOST)), 4)
    return Fusion(dict(zip(pairs.signals, weights.tolist(), strict=True)), slope, intercept, cut_off)


def _met(pairs: JudgedPairs, grade: int) -> list[NDArray[np.intp]]:
    return [rows for rows in pairs.by_need() if not pairs.unmet[rows[0]] and (pairs.grades[rows] >= grade).any()]


def _scores(pairs: JudgedPairs, weights: RealArray) -> RealArray:
    return fusion.share(np.asarray(pairs.values @ weights), pairs.standard)


def _weights(pairs: JudgedPairs) -> RealArray:
    """Pairwise logistic regression: what has the higher grade shall have the higher score.

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

    open_pairs = ~pairs.fails
    told = fusion.evidence(scores[open_pairs]).reshape(-1, 1)
    model = LogisticRegression(C=1e6, max_iter=1000).fit(told, pairs.grades[open_pairs] >= WORTH)
    return round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)


def held(pairs: JudgedPairs, way: Fusion) -> dict[str, float]:
    """Return nDCG@5 over met needs, the share whose exact capability is shown, and unmet needs answered so."""
    weights = np.array([way.weights[name] for name in pairs.signals])
    scores = _scores(pairs, weights)
    ranked, exact, unmet = [], [], []
    for rows in pairs.by_need():
        best = np.where(pairs.fails[rows], -1.0, scores[rows])
        if pairs.unmet[rows[0]]:
            unmet.append(float(best.max() < way.cut_off))
            continue
        grades = dict(zip(pairs.capabilities[rows].tolist(), pairs.grades[rows].tolist(), strict=True))
        order = pairs.capabilities[rows][np.lexsort((-scores[rows], pairs.fails[rows]))]
        ranked.append(ndcg(order.tolist(), grades, 5))
        shown = best[pairs.grades[rows] >= EXACT]
        exact += [float(shown.max() >= way.cut_off)] if len(shown) else []
    return {
        "needs": len(ranked),
        "ndcg@5": round(float(np.mean(ranked)), 4),
        "shown_grade3": round(float(np.mean(exact)), 4),
        "unmet": len(unmet),
        "nothing_suitable": int(sum(unmet)),
    }


def save(tables: Mapping[str, JudgedPairs], path: Path = TABLE) -> None:
    """Write tables by name ("with_encoder", "without_encoder") as one tab-separated file; values to four decimals."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for name, pairs in tables.items():
        writer.writerow(("#", name, *pairs.signals))
        for at in range(len(pairs.needs)):
            facts = (pairs.needs[at], pairs.capabilities[at], pairs.grades[at], int(pairs.unmet[at]))
            numbers = (f"{value:.4f}".rstrip("0").rstrip(".") for value in pairs.values[at].tolist())
            writer.writerow((*facts, int(pairs.fails[at]), f"{pairs.standard[at]:.6f}", *numbers))
    path.write_bytes(gzip.compress(text.getvalue().encode("utf-8"), mtime=0))


def load(path: Path = TABLE) -> dict[str, JudgedPairs]:
    """Read what `save` wrote."""
    tables: dict[str, tuple[tuple[str, ...], list[list[str]]]] = {}
    rows: list[list[str]] = []
    for row in csv.reader(io.StringIO(gzip.decompress(path.read_bytes()).decode("utf-8")), delimiter="\t"):
        if row[0] == "#":
            rows = []
            tables[row[1]] = (tuple(row[2:]), rows)
        else:
            rows.append(row)
    return {name: _pairs(signals, found) for name, (signals, found) in tables.items()}


def _pairs(signals: tuple[str, ...], rows: Sequence[Sequence[str]]) -> JudgedPairs:
    columns = list(zip(*rows, strict=True))
    return JudgedPairs(
        needs=np.array(columns[0], dtype=np.str_),
        capabilities=np.array(columns[1], dtype=np.str_),
        grades=np.array(columns[2]).astype(np.int64),
        unmet=np.array(columns[3]) == "1",
        fails=np.array(columns[4]) == "1",
        standard=np.array(columns[5]).astype(np.float64),
        signals=signals,
        values=np.array(columns[len(_FACTS) :]).astype(np.float64).T,
    )
