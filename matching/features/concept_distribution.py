"""How likely each concept is what a need asks for or what a capability is about, and what speaks against it."""

from __future__ import annotations

from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.features.documents import Weights

# How sharply likeness turns into a choice among concepts (softmax temperatures of cosines), and how much the words
# shared with a concept's texts speak for it beside its meaning.
_NEED_TEMPERATURE: Final = 0.05
_CAPABILITY_TEMPERATURE: Final = 0.06
_WORDS_BESIDE_MEANING: Final = 10.0
# Without an encoder words alone choose.
_WORDS_ALONE: Final = 25.0
# What a capability names, or a need that is nothing but names, counts as this much of all that it is about.
_NAMED_SHARE: Final = 0.3
# Of what a whole text is most likely about so many concepts count beside its sentences: the long tail is noise.
_MOST_LIKELY: Final = 48
# How many concepts are lent to a capability as text.
_EXPANDED_BY: Final = 10
# A stray word or a neighbouring subject makes any need a little like what something is not for; from this much on, a
# need is hardly ever like it by accident, see docs/decisions.
_ACCIDENT: Final = 0.15


def softmax(logits: RealArray) -> RealArray:
    """Return exp(x) / sum exp(x) along the last axis of an array (..., K), same shape."""
    # Rounded: what is equally likely must stay so on every processor, or the choice among equals would differ.
    logits = np.round(logits, 9)
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def sparse_weights(weights: RealArray, at_most: int) -> Weights:
    """Return the `at_most` largest positive weights as (places ascending, values), shape (n,) each."""
    count = min(at_most, int((weights > 0).sum()))
    places = np.sort(np.argsort(-weights, kind="stable")[:count]).astype(np.int32)
    return places, weights[places]


def of_need(
    meaning: RealArray | None,
    words: RealArray,
    by_sentence: tuple[RealArray, RealArray] | None = None,
    named: RealArray | None = None,
) -> RealArray:
    """Return square roots of how likely each concept is what is needed, less their mean, shape (K,).

    `meaning` (None without an encoder) and `words` (K,) are the need's cosines with the concepts; `by_sentence` the
    same of its sentences, both (S, K). Text and sentences count half each, a sentence as far as it is about one thing.
    `named` (K,) is what a need that is nothing but names has named: they say more than what their words are like.
    """
    if meaning is None:
        likely = softmax(_WORDS_ALONE * words)
    else:
        likely = softmax(meaning / _NEED_TEMPERATURE + _WORDS_BESIDE_MEANING * words)
    if by_sentence is not None:
        each = of_asked_sentences(*by_sentence)
        sure = each.max(axis=1, keepdims=True)
        likely = (likely + (each * sure).sum(axis=0) / sure.sum()) / 2
    if named is not None and named.any():
        likely = (1.0 - _NAMED_SHARE) * likely + _NAMED_SHARE * named / named.sum()
    roots = np.sqrt(likely)
    # A need that could be about anything spreads evenly and would overlap with everything; what is even is no sign.
    return np.asarray(roots - roots.mean())


def of_asked_sentences(meaning: RealArray | None, words: RealArray) -> RealArray:
    """Return how likely each of a need's sentences is about each concept; cosines and result are (S, K)."""
    if meaning is None:
        return softmax(_WORDS_ALONE * words)
    return softmax(meaning / _NEED_TEMPERATURE + _WORDS_BESIDE_MEANING * words)


def of_sentences(meaning: RealArray) -> RealArray:
    """Return how likely a capability's sentences are about each concept, their mean, shape (K,); cosines are (S, K)."""
    return np.asarray(softmax(meaning / _CAPABILITY_TEMPERATURE).mean(axis=0))


def of_capabilities(
    meaning: RealArray | None, words: RealArray, meant: RealArray, by_sentence: RealArray | None = None
) -> RealArray:
    """Return how likely each of n capabilities is about each concept, rows that add up to one, shape (n, K).

    `meaning` (None without an encoder) and `words` (n, K) are cosines with the concepts; `meant` tells from 0 to 1 how
    far the capability means a concept that it names; `by_sentence` (n, K) what its sentences are about, which counts as
    much as the whole: a long text says too much for one vector.
    """
    likely = softmax(_WORDS_ALONE * words if meaning is None else meaning / _CAPABILITY_TEMPERATURE)
    if by_sentence is not None:
        likely = (_likeliest(likely) + by_sentence) / 2
    weighed = likely + _NAMED_SHARE * meant / np.maximum(1.0, meant.sum(axis=1, keepdims=True))
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))


def _likeliest(likely: RealArray) -> RealArray:
    """Keep each row's _MOST_LIKELY greatest shares and let them add up to one."""
    most = min(_MOST_LIKELY, likely.shape[1])
    least = -np.partition(-likely, most - 1, axis=1)[:, most - 1 : most]
    kept = np.where(likely >= least, likely, 0.0)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def expansion(likely: RealArray, meant: RealArray) -> RealArray:
    """Return how much of each concept's text expands a capability's own: what it means, and what it is likely about.

    All have shape (K,); `meant` holds from 0 to 1, the result as well. Document expansion: Singhal and Pereira 1999.
    """
    places = np.argsort(-likely, kind="stable")[:_EXPANDED_BY]
    weights = meant.copy()
    weights[places] = np.maximum(weights[places], likely[places] / likely[places[0]])
    return weights


def against(words: RealArray, meaning: RealArray | None) -> RealArray:
    """Return how much rather a need is something that each concept is not for, 0 to 1, shape (K,).

    `words` and `meaning` (K,) are what the need is liker to the "not for" phrases than to the rest of the concept's
    texts, differences of cosines; `meaning` is None without an encoder.
    """
    rather = words if meaning is None else (words + meaning) / 2
    return np.asarray(np.clip(rather - _ACCIDENT, 0.0, 1.0))
