"""Of many findings about a pair, the few that each say something of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from matching.results import Quote, Reason
from matching.text import normal
from matching.vocabulary import Vocabulary


def distinct(reasons: Sequence[Reason], most: int, vocabulary: Vocabulary) -> list[Reason]:
    """Return the best reasons, leaving out what a better one has said: the same concept, or the same words."""
    chosen: list[Reason] = []
    for reason in sorted(reasons, key=_order):
        if len(chosen) < most and not any(_says_the_same(reason, better, vocabulary) for better in chosen):
            chosen.append(_with_concept(reason, reasons))
    return chosen


def _order(reason: Reason) -> tuple[float, str, int, int, str]:
    start = reason.need.start if reason.need else -1
    other = reason.capability.start if reason.capability else -1
    return (-round(reason.weight, 6), reason.kind, start, other, reason.concept or "")


def _says_the_same(reason: Reason, better: Reason, vocabulary: Vocabulary) -> bool:
    if reason.concept is not None and better.concept is not None:
        if reason.concept == better.concept:
            return True
        kin = vocabulary.ancestors(reason.concept), vocabulary.ancestors(better.concept)
        if (reason.concept in kin[1] or better.concept in kin[0]) and _meet(reason.need, better.need):
            return True
    return _meet(reason.need, better.need) and (
        _meet(reason.capability, better.capability) or reason.kind == better.kind == "problem"
    )


def _meet(one: Quote | None, other: Quote | None) -> bool:
    """Tell whether two quotes overlap, or have the same words in two places."""
    if one is None or other is None:
        return one is other
    overlap = one.field == other.field and one.start < other.end and other.start < one.end
    return overlap or normal(one.text) == normal(other.text)


def _with_concept(reason: Reason, reasons: Sequence[Reason]) -> Reason:
    """Name the concept of shared words, when one of the other findings knows it."""
    if reason.kind != "words" or reason.concept is not None:
        return reason
    named = (
        other.concept
        for other in reasons
        if other.concept and _meet(other.need, reason.need) and _meet(other.capability, reason.capability)
    )
    return replace(reason, concept=next(named, None))
