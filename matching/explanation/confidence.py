"""The chance that a reader would nod at a reason, learned on judged reasons; what is below a bound is not told."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Final

# From this chance on a reason is told; of a pair that is good by its score the best one from a lower one on.
SURE: Final = 0.66
ALONE: Final = 0.50

# Logistic regression (C = 0.1 on standardised facts) on 393 judged reasons of 82 needs, see docs/decisions. Of those
# above SURE 85 % were right and 1 % wrong in cross-validation by need.
_INTERCEPT: Final = -3.703
_WEIGHTS: Final[Mapping[str, float]] = {
    "joint": 1.146,
    "none_named": -1.001,
    "no_quote": -1.619,
    "asks": 1.854,
    "share": 3.252,
    "part": 1.717,
    "words": 1.299,
    "rarity": 1.137,
    "same": 0.636,
    "over": 1.300,
}


def shaped(facts: Mapping[str, float]) -> dict[str, float]:
    """Return what the regression is linear in; a fact that is missing counts as none."""
    said = {name: facts.get(name, 0.0) for name in ("joint", "no_quote", "asks", "share", "part", "rarity", "over")}
    words = float(facts.get("words", 0.0) > 0)
    named = 1.0 - (1.0 - facts.get("named_ask", 0.0)) * (1.0 - facts.get("named_offer", 0.0))
    return {
        "joint": said["joint"],
        "none_named": (1.0 - named) * (1.0 - words),
        "no_quote": said["no_quote"],
        "asks": said["asks"],
        "share": 5 * min(0.25, said["share"]),
        "part": min(0.6, said["part"]),
        "words": words,
        "rarity": said["rarity"] * words,
        "same": float(facts.get("words", 0.0) >= 1.0),
        "over": 5 * max(-0.15, min(0.2, said["over"])),
    }


def confidence(facts: Mapping[str, float]) -> float:
    """Return the chance that a reason with these facts is right."""
    said = shaped(facts)
    told = _INTERCEPT + sum(weight * said[name] for name, weight in _WEIGHTS.items())
    return 1.0 / (1.0 + exp(-told))
