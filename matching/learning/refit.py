"""Learns weights from the shipped judged pairs and from judgements given where the engine is used.

How much a need judged here counts beside a shipped one is not decided beforehand: each way is tried on needs that are
left out of the learning in turn, and the one that ranks those best is taken. Needs with even numbers are kept aside for
the figures and have no part in any of it. There is no chance in it either: the same judgements give the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from matching.arrays import BoolArray
from matching.learning import judged_pairs, weights
from matching.learning.judged_pairs import JudgedPairs, joined, ndcg_of_needs
from matching.learning.measured_needs import MeasuredNeed, as_table
from matching.scoring.parameters import Fusion, Parameters

# How often each shipped need and each need judged here is counted; none here at all gives the shipped weights.
_SHARES: Final = ((1, 0), (3, 1), (1, 1), (1, 3))
_FOLDS: Final = 4


def learn(base: Parameters, way: str, measured: Sequence[MeasuredNeed]) -> Parameters:
    """Return `base` with one way learned anew from the odd needs, shipped and judged here; the other way stays."""
    table = judged_pairs.load()[way]
    own = table.where(table.odd())
    taught = [need for need in measured if need.teaches and not need.is_held_out]
    here = as_table(taught, table.signals)
    learned = _fit(own, here, _best_share(own, here) if taught else _SHARES[0])
    if way == "with_encoder":
        return replace(base, with_encoder=learned)
    return replace(base, without_encoder=learned)


def figures(parameters: Parameters, way: str, measured: Sequence[MeasuredNeed]) -> dict[str, Any]:
    """Return what weights reach on the needs kept aside: the figure that decides, and its two parts.

    `ndcg@5` is the mean over the shipped needs and those judged here together.
    """
    table, fusion = judged_pairs.load()[way], parameters.way(way)
    part = weights.held(table.where(~table.odd()), fusion)
    kept_aside = [need for need in measured if need.teaches and need.is_held_out]
    here = ndcg_of_needs(as_table(kept_aside, table.signals), fusion)
    whole = part["ndcg@5"] * part["needs"] + float(here.sum())
    needs = int(part["needs"]) + len(here)
    return {
        **part,
        "way": way,
        "ndcg@5": round(whole / needs, 4),
        "needs": needs,
        "shipped": {"needs": int(part["needs"]), "ndcg@5": part["ndcg@5"]},
        "here": {"needs": len(here), "ndcg@5": round(float(here.mean()), 4) if len(here) else None},
    }


def _fit(own: JudgedPairs, here: JudgedPairs, share: tuple[int, int]) -> Fusion:
    parts = [_numbered(pairs, turn) for pairs, times in zip((own, here), share, strict=True) for turn in range(times)]
    return weights.learn(joined([part for part in parts if len(part.needs)]))


def _best_share(own: JudgedPairs, here: JudgedPairs) -> tuple[int, int]:
    """Return the share by which needs that were left out of the learning are ranked best.

    It must be better than the shipped weights by more than chance would easily give, one standard error.
    """
    reached: dict[tuple[int, int], list[float]] = {share: [] for share in _SHARES}
    for fold in range(_FOLDS):
        own_left, here_left = _in_fold(own, fold), _in_fold(here, fold)
        for share in _SHARES:
            fusion = _fit(own.where(~own_left), here.where(~here_left), share)
            for left_out in (own.where(own_left), here.where(here_left)):
                reached[share] += ndcg_of_needs(left_out, fusion).tolist()
    gains = {share: np.subtract(reached[share], reached[_SHARES[0]]) for share in _SHARES}
    best = max(_SHARES, key=lambda share: round(float(gains[share].mean()), 6))
    error = float(gains[best].std()) / len(gains[best]) ** 0.5
    return best if gains[best].mean() > error else _SHARES[0]


def _in_fold(pairs: JudgedPairs, fold: int) -> BoolArray:
    needs = list(dict.fromkeys(pairs.needs.tolist()))
    return np.isin(pairs.needs, needs[fold::_FOLDS])


def _numbered(pairs: JudgedPairs, turn: int) -> JudgedPairs:
    """Return the pairs with needs of names of their own, so that a need counted twice is two."""
    return replace(pairs, needs=np.char.add(pairs.needs, f" {turn}")) if turn else pairs
