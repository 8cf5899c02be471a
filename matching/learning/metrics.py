"""How good an order is: nDCG, hits, recall and reciprocal rank of one need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log2
from typing import Final

MEASURES: Final = ("ndcg@5", "ndcg@10", "hit@1", "recall@5", "mrr")
# From this grade on a person would introduce the two.
WORTH: Final = 2
EXACT: Final = 3


def ndcg(order: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """Return discounted gain (2^grade − 1) of the first `depth` over the best possible; 0 without any grade.

    Normalised discounted cumulative gain: Järvelin and Kekäläinen 2002, gains of Burges et al. 2005.
    """
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(each, 0) for each in order[:depth]]) / ideal if ideal else 0.0


def _gain(grades: Iterable[int]) -> float:
    return float(sum((2 ** max(grade, 0) - 1) / log2(place + 2) for place, grade in enumerate(grades)))


def measures(order: Sequence[str], grades: Mapping[str, int]) -> dict[str, float]:
    """Return all measures of one need's order of capability ids, best first."""
    worth = {each for each, grade in grades.items() if grade >= WORTH}
    first = next((place for place, each in enumerate(order, start=1) if each in worth), 0)
    return {
        "ndcg@5": ndcg(order, grades, 5),
        "ndcg@10": ndcg(order, grades, 10),
        "hit@1": float(first == 1),
        "recall@5": len(worth.intersection(order[:5])) / len(worth) if worth else 0.0,
        "mrr": 1.0 / first if first else 0.0,
    }


def mean(several: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of each measure, to four decimals; empty when there is nothing to average."""
    if not several:
        return {}
    return {name: round(sum(each[name] for each in several) / len(several), 4) for name in MEASURES}
