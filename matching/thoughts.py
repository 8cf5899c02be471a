"""How likely each concept is what a need asks for or what a capability is about, and what speaks against it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.readings import Weights

RealArray = NDArray[np.float64]

# How sharply likeness turns into a choice among concepts (softmax temperatures of cosines), and how much the words
# shared with a concept's texts speak for it beside its meaning.
_NEED_TEMPERATURE: Final = 0.05
_CAPABILITY_TEMPERATURE: Final = 0.06
_WORDS_BESIDE_MEANING: Final = 10.0
# Without an encoder words alone choose.
_WORDS_ALONE: Final = 25.0
# A concept that the capability names counts as this much of all that it is about.
_NAMED_SHARE: Final = 0.3
# How many concepts are lent to a capability as text.
_LENT: Final = 6
# A stray word or a neighbouring subject makes any need a little like what something is not for; from this much on, a
# need is hardly ever like it by accident, see docs/decisions.
_ACCIDENT: Final = 0.15


def softmax(logits: RealArray) -> RealArray:
    """Return exp(x) / sum exp(x) along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def sparse_weights(weights: RealArray, at_most: int) -> Weights:
    """Return the largest positive weights as (places ascending, values)."""
    count = min(at_most, int((weights > 0).sum()))
    places = np.sort(np.argsort(-weights, kind="stable")[:count]).astype(np.int32)
    return places, weights[places]


def of_need(meaning: RealArray | None, words: RealArray) -> RealArray:
    """Return square roots of how likely each concept is what is needed, less their mean, shape (K,).

    `meaning` (None without an encoder) and `words` (K,) are the need's cosines with the concepts.
    """
    logits = _WORDS_ALONE * words if meaning is None else meaning / _NEED_TEMPERATURE + _WORDS_BESIDE_MEANING * words
    roots = np.sqrt(softmax(logits))
    # A need that could be about anything spreads evenly and would overlap with everything; what is even is no sign.
    return np.asarray(roots - roots.mean())


def of_capabilities(meaning: RealArray | None, words: RealArray, named: RealArray) -> RealArray:
    """Return how likely each of n capabilities is about each concept, rows that add up to one, shape (n, K).

    `meaning` (None without an encoder) and `words` (n, K) are cosines with the concepts; `named` has one where the
    capability names the concept itself.
    """
    likely = softmax(_WORDS_ALONE * words if meaning is None else meaning / _CAPABILITY_TEMPERATURE)
    direct = np.where(named >= 1.0, 1.0, 0.0)
    weighed = likely + _NAMED_SHARE * direct / np.maximum(1.0, direct.sum(axis=1, keepdims=True))
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def lent(thought: RealArray, named: RealArray) -> RealArray:
    """Return how much of each concept's text a capability is lent: what it names, and what it most likely is about."""
    places = np.argsort(-thought, kind="stable")[:_LENT]
    weights = np.where(named >= 1.0, 1.0, 0.0)
    weights[places] = np.maximum(weights[places], thought[places] / thought[places[0]])
    return weights


def against(words: RealArray, meaning: RealArray | None) -> RealArray:
    """Return how much rather a need is something that each concept is not for, 0 to 1, shape (K,).

    `words` and `meaning` (K,) are what the need is liker to the "not for" phrases than to the rest of the concept's
    texts, differences of cosines; `meaning` is None without an encoder.
    """
    rather = words if meaning is None else (words + meaning) / 2
    return np.asarray(np.clip(rather - _ACCIDENT, 0.0, 1.0))
