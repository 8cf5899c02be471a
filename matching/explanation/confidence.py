"""The chance that a reader would nod at a reason, learned on judged reasons; what is below a bound is not told."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from typing import Final

# From this chance on the best reason of a pair is told, and from a higher one on others beside it.
FIRST: Final = 0.55
BESIDE: Final = 0.85

# Logistic regression (C = 0.1 on standardised facts) on 397 judged reasons, 143 of them on half of the project's own
# everyday needs, see docs/decisions.
_INTERCEPT: Final = -8.370
_WEIGHTS: Final[Mapping[str, float]] = {
    "joint": 1.098,
    "none_named": -1.165,
    "asks": 1.534,
    "share": 2.520,
    "part": 1.508,
    "words": 1.055,
    "rarity": 0.993,
    "same": 0.252,
    "over": 1.100,
    "own": 1.160,
    "offers": 4.351,
}


# What an encoder knows besides, and the length of the need's quote in words, with the logit of the former: fitted on
# 289 judged joins of that half (C = 0.3). Without an encoder the former have to say more by themselves.
_KNOWN, _ANEW = -5.198, 0.485
_BESIDES: Final[Mapping[str, float]] = {"like": 8.229, "overlap": 4.314, "length": 0.100}
_UNKNOWN: Final = -1.2
_LONG: Final = 12.0


def shaped(facts: Mapping[str, float]) -> dict[str, float]:
    """Return what the regression is linear in; a fact that is missing counts as none."""
    said = {name: facts.get(name, 0.0) for name in ("joint", "asks", "share", "part", "rarity", "over", "own")}
    words = float(facts.get("words", 0.0) > 0)
    named = 1.0 - (1.0 - facts.get("named_ask", 0.0)) * (1.0 - facts.get("named_offer", 0.0))
    return {
        "joint": said["joint"],
        "none_named": (1.0 - named) * (1.0 - words),
        "asks": said["asks"],
        "share": 5 * min(0.25, said["share"]),
        "part": min(0.6, said["part"]),
        "words": words,
        "rarity": said["rarity"] * words,
        "same": float(facts.get("words", 0.0) >= 1.0),
        "over": 5 * max(-0.15, min(0.2, said["over"])),
        "own": said["own"],
        "offers": facts.get("offers", 1.0),
    }


def confidence(facts: Mapping[str, float]) -> float:
    """Return the chance that a reason with these facts is right."""
    said = shaped(facts)
    told = _INTERCEPT + sum(weight * said[name] for name, weight in _WEIGHTS.items())
    if "like" in facts:
        besides = {**facts, "length": min(_LONG, facts.get("length", 0.0))}
        told = _KNOWN + _ANEW * told + sum(weight * besides[name] for name, weight in _BESIDES.items())
    else:
        told += _UNKNOWN
    return 1.0 / (1.0 + exp(-told))
