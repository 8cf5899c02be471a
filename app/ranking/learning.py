"""Judged pairs, shipped and given here, and what weights reach on those that are kept aside.

Needs with odd numbers are learned from (app.ranking.fitting); the even ones are only measured on, as matching.weights
does with the shipped pairs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from matching.learning import weights
from matching.learning.metrics import ndcg
from matching.learning.weights import JudgedPairs
from matching.scoring import parameters as shipped
from matching.scoring.parameters import Fusion, Parameters

DEPTH: Final = 5


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
    standard: float
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


@cache
def shipped_pairs(way: str) -> JudgedPairs:
    """Return the shipped table of one way, "with_encoder" or "without_encoder"; read once per process."""
    return weights.load()[way]


@cache
def shipped_figures() -> Mapping[str, Any]:
    """Return the figures that the shipped weights reached when they were learned, by way, then "odd" and "even"."""
    figures: dict[str, Any] = json.loads(shipped.PATH.read_text("utf-8")).get("figures", {})
    return figures


def digest(parameters: Parameters) -> str:
    """Return twelve signs that differ whenever any weight, calibration, cut-off or bound does."""
    content = shipped.to_json(parameters) | {"version": ""}
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:12]


def fusion_of(parameters: Parameters, way: str) -> Fusion:
    """Return one of the two ways of fusing."""
    return parameters.with_encoder if way == "with_encoder" else parameters.without_encoder


def as_table(needs: Sequence[MeasuredNeed], signals: tuple[str, ...]) -> JudgedPairs:
    """Return judged needs in the form of the shipped table; their ids end in the need's own number."""
    rows = [(need, pair) for need in needs for pair in need.pairs]
    return JudgedPairs(
        needs=np.array([f"here-{need.need}" for need, _pair in rows], dtype=np.str_),
        capabilities=np.array([str(pair.capability) for _need, pair in rows], dtype=np.str_),
        grades=np.array([pair.grade for _need, pair in rows], dtype=np.int64),
        unmet=np.zeros(len(rows), dtype=np.bool_),
        fails=np.array([pair.fails for _need, pair in rows], dtype=np.bool_),
        standard=np.array([need.standard for need, _pair in rows], dtype=np.float64),
        signals=signals,
        values=np.array([pair.values for _need, pair in rows], dtype=np.float64).reshape(len(rows), len(signals)),
    )


def figures(parameters: Parameters, way: str, measured: Sequence[MeasuredNeed]) -> dict[str, Any]:
    """Return what weights reach on the needs kept aside: the figure that decides, and its two parts.

    `ndcg@5` is the mean over the shipped needs and those judged here together.
    """
    table, fusion = shipped_pairs(way), fusion_of(parameters, way)
    own = table.where(~table.odd())
    kept_aside = [need for need in measured if need.teaches and need.is_held_out]
    part = weights.held(own, fusion)
    here = [_ndcg(need, table.signals, fusion) for need in kept_aside]
    whole = part["ndcg@5"] * part["needs"] + sum(here)
    needs = int(part["needs"]) + len(here)
    return {
        **part,
        "way": way,
        "ndcg@5": round(whole / needs, 4),
        "needs": needs,
        "shipped": {"needs": int(part["needs"]), "ndcg@5": part["ndcg@5"]},
        "here": {"needs": len(here), "ndcg@5": round(float(np.mean(here)), 4) if here else None},
    }


def _ndcg(need: MeasuredNeed, signals: tuple[str, ...], fusion: Fusion) -> float:
    """Return nDCG@5 over the judged pairs of one need; what nobody judged is left out."""
    by_signal = np.array([fusion.weights[name] for name in signals])
    ordered = sorted(
        need.pairs, key=lambda pair: (pair.fails, -round(float(np.dot(pair.values, by_signal)), 9), pair.capability)
    )
    grades = {str(pair.capability): pair.grade for pair in need.pairs}
    return ndcg([str(pair.capability) for pair in ordered], grades, DEPTH)
