"""The few reasons of a pair that are told: each likely to be right, and each saying something of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from matching.explanation.confidence import BESIDE, FIRST, confidence
from matching.explanation.joins import JoinFinder
from matching.explanation.kinship import Kinship
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.features.extractor import Extractor
from matching.results import Quote, Reason
from matching.text.word_analysis import normal
from matching.vocabulary.concepts import Vocabulary

MOST: Final = 3
_SCRAP: Final = 2  # words


class PairReasons:
    """Finds the reasons of pairs with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary, extractor: Extractor) -> None:
        self._analyser = extractor.analyser
        self._kinship = Kinship(vocabulary, extractor.knowledge)
        self.joins = JoinFinder(vocabulary, extractor, self._kinship)

    def find(
        self,
        need: NeedDocument,
        capability: CapabilityDocument,
        weights: Mapping[str, float],
        *,
        behind: float,
    ) -> list[Reason]:
        """Return at most MOST reasons, best first: what the capability is about before what else it says."""
        joins = self.joins.find(need, capability, weights, behind)
        judged = [(join, round(confidence(join.facts), 4)) for join in joins]
        likely = [(join.own, replace(join.reason, weight=sure)) for join, sure in judged if sure >= FIRST]
        told = [(own, each) for own, each in likely if not self._is_scrap(each.need)]
        if not told:
            return []
        first = min(told, key=lambda each: (not each[0], _order(each[1])))[1]
        rest = sorted((each for _own, each in told if each.weight >= BESIDE and each is not first), key=_order)
        best = max(each.weight for _own, each in told)
        chosen = self._distinct([replace(first, weight=best), *rest])
        return [_with_concept(each, [other for _own, other in told]) for each in chosen]

    def _is_scrap(self, said: Quote | None) -> bool:
        """Tell whether a need's quote is a word or two torn from what they belong to: “with MRI”, “på gris”."""
        words = self._analyser.tokens(said.text) if said else ()
        return 0 < len(words) <= _SCRAP and words[0].stop

    def _distinct(self, reasons: Sequence[Reason]) -> list[Reason]:
        """Return the best reasons, leaving out what one before has said: nearly the same, or the same words."""
        chosen: list[Reason] = []
        for reason in reasons:
            if len(chosen) < MOST and not any(self._says_the_same(reason, better) for better in chosen):
                chosen.append(reason)
        return chosen

    def _says_the_same(self, reason: Reason, better: Reason) -> bool:
        both = reason.concept is not None and better.concept is not None
        if both and self._kinship.are_alike(str(reason.concept), str(better.concept)):
            return True
        if reason.need is None:
            return _meet(reason.capability, better.capability)
        return _meet(reason.need, better.need)


def _with_concept(reason: Reason, others: Sequence[Reason]) -> Reason:
    """Name the concept of shared words, where another finding about the same words knows it."""
    if reason.concept is not None:
        return reason
    named = (
        other.concept
        for other in others
        if other.concept and _meet(other.need, reason.need) and _meet(other.capability, reason.capability)
    )
    return replace(reason, concept=next(named, None))


def _order(reason: Reason) -> tuple[float, str, str, int]:
    return -reason.weight, reason.kind, reason.concept or "", reason.need.start if reason.need else -1


def _meet(one: Quote | None, other: Quote | None) -> bool:
    """Tell whether two quotes overlap, or have the same words in two places."""
    if one is None or other is None:
        return False
    overlap = one.field == other.field and one.start < other.end and other.start < one.end
    return overlap or normal(one.text) == normal(other.text)
