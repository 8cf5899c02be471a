"""Learns weights from the shipped judged pairs and from judgements given here.

How much a need judged here counts beside a shipped one is not decided beforehand: each way is tried on needs that are
left out of the learning in turn, and the one that ranks those best is taken. Needs kept aside for the figures have no
part in any of it. There is no chance in it either: the same judgements give the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from app.ranking.learning import MeasuredNeed, as_table, shipped_pairs
from matching.learning import weights
from matching.learning.metrics import ndcg
from matching.learning.weights import JudgedPairs
from matching.scoring.parameters import Fusion, Parameters

# How often each shipped need and each need judged here is counted; none here at all gives the shipped weights.
_SHARES: Final = ((1, 0), (3, 1), (1, 1), (1, 3))
_FOLDS: Final = 4
_DEPTH: Final = 5


def learn(base: Parameters, way: str, measured: Sequence[MeasuredNeed]) -> Parameters:
    """Return `base` with one way learned anew from the odd needs, shipped and judged here; the other way stays."""
    table = shipped_pairs(way)
    own = table.where(table.odd())
    taught = [need for need in measured if need.teaches and not need.is_held_out]
    here = as_table(_only_blind_calibrates(taught), table.signals)
    learned = _fit(own, here, _best_share(own, here) if taught else _SHARES[0])
    if way == "with_encoder":
        return replace(base, with_encoder=learned)
    return replace(base, without_encoder=learned)


def _fit(own: JudgedPairs, here: JudgedPairs, share: tuple[int, int]) -> Fusion:
    parts = [_numbered(pairs, turn) for pairs, times in zip((own, here), share, strict=True) for turn in range(times)]
    return weights.learn(_joined([part for part in parts if len(part.needs)]))


def _best_share(own: JudgedPairs, here: JudgedPairs) -> tuple[int, int]:
    """Return the share by which needs that were left out of the learning are ranked best.

    It must be better than the shipped weights by more than chance would easily give, one standard error.
    """
    reached: dict[tuple[int, int], list[float]] = {share: [] for share in _SHARES}
    for fold in range(_FOLDS):
        own_left, here_left = _in_fold(own, fold), _in_fold(here, fold)
        for share in _SHARES:
            fusion = _fit(own.where(~own_left), here.where(~here_left), share)
            reached[share] += [*_each(own.where(own_left), fusion), *_each(here.where(here_left), fusion)]
    gains = {share: np.subtract(reached[share], reached[_SHARES[0]]) for share in _SHARES}
    best = max(_SHARES, key=lambda share: round(float(gains[share].mean()), 6))
    error = float(gains[best].std()) / len(gains[best]) ** 0.5
    return best if gains[best].mean() > error else _SHARES[0]


def _in_fold(pairs: JudgedPairs, fold: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    needs = list(dict.fromkeys(pairs.needs.tolist()))
    return np.isin(pairs.needs, needs[fold::_FOLDS])


def _each(pairs: JudgedPairs, fusion: Fusion) -> list[float]:
    """Return nDCG@5 of each need."""
    likeness = pairs.values @ np.array([fusion.weights[name] for name in pairs.signals])
    found = []
    for rows in pairs.by_need():
        order = rows[np.lexsort((pairs.capabilities[rows], -np.round(likeness[rows], 9)))]
        grades = dict(zip(pairs.capabilities[rows].tolist(), pairs.grades[rows].tolist(), strict=True))
        found.append(ndcg(pairs.capabilities[order].tolist(), grades, _DEPTH))
    return found


def _numbered(pairs: JudgedPairs, turn: int) -> JudgedPairs:
    """Return the pairs with needs of names of their own, so that a need counted twice is two."""
    return replace(pairs, needs=np.char.add(pairs.needs, f" {turn}")) if turn else pairs


def _joined(parts: Sequence[JudgedPairs]) -> JudgedPairs:
    return replace(
        parts[0],
        needs=np.concatenate([part.needs for part in parts]),
        capabilities=np.concatenate([part.capabilities for part in parts]),
        grades=np.concatenate([part.grades for part in parts]),
        unmet=np.concatenate([part.unmet for part in parts]),
        fails=np.concatenate([part.fails for part in parts]),
        standard=np.concatenate([part.standard for part in parts]),
        values=np.concatenate([part.values for part in parts]),
    )


def _only_blind_calibrates(needs: Sequence[MeasuredNeed]) -> list[MeasuredNeed]:
    """Mark pairs that people chose to judge as failing, which keeps them out of the calibration.

    People take up what they like, so such pairs say nothing of how often a score is worth an introduction; of which
    of two pairs is the better they do.
    """
    return [
        replace(need, pairs=tuple(replace(pair, fails=pair.fails or not pair.blind) for pair in need.pairs))
        for need in needs
    ]
