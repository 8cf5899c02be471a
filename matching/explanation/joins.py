"""What may join a pair: concepts and rare words that both sides give some evidence for, with the facts that tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.explanation.confidence import Facts
from matching.explanation.evidence import Evidence, EvidenceFinder
from matching.explanation.kinship import Kinship
from matching.explanation.offering import TURNS_AWAY
from matching.explanation.pointing import nearest_words
from matching.explanation.problem_words import ProblemWords
from matching.explanation.quoting import Measure, quote_name, quote_segment
from matching.explanation.rare_words import RareWords, SharedWord
from matching.explanation.sentence_pairs import meeting
from matching.explanation.shared_words import everyday_rarity
from matching.explanation.side_reader import SideReader
from matching.explanation.sides import Side
from matching.features.documents import EXPANSION_WEIGHT, CapabilityDocument, NeedDocument
from matching.features.extractor import Extractor
from matching.results import Quote, Reason
from matching.text.word_analysis import normal
from matching.vocabulary.concepts import Vocabulary

_SHORT_LIST: Final = 40
_LEAST_JOINT: Final = 0.15
_UNTAGGED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Join:
    """The facts that tell how sure a reason is, and the reason itself, made when it is asked for: quotes cost time.

    `own` tells that it is what the capability is tagged with.
    """

    facts: Facts
    made: Callable[[], Reason]
    own: bool = False

    @property
    def reason(self) -> Reason:
        """The reason with its quotes."""
        return self.made()


class JoinFinder:
    """Finds what may join a pair."""

    def __init__(self, vocabulary: Vocabulary, extractor: Extractor, kinship: Kinship) -> None:
        self._extractor = extractor
        self._sides = SideReader(vocabulary, extractor)
        problems = ProblemWords(vocabulary, extractor.analyser, everyday_rarity)
        self._evidence = EvidenceFinder(extractor, kinship, problems)
        self._words = RareWords(vocabulary, extractor)

    def find(
        self,
        need: NeedDocument,
        capability: CapabilityDocument,
        weights: Mapping[str, float],
        behind: float,
    ) -> Iterator[Join]:
        """Yield every join that both sides give some evidence for; `behind` as in `Facts`."""
        asked, offered = self._sides.need(need.profile), self._sides.capability(capability.profile)
        met = meeting(asked, offered)
        pair = self._pair_facts(need, capability, asked, offered, behind)
        shares = self._shares(need, capability, weights)
        for concept in self._worth_asking(asked, offered, shares):
            row = self._extractor.knowledge.row_of[concept]
            theirs = self._evidence.offered(concept, offered)
            mine = self._evidence.asked(concept, asked, need, offered, met) if theirs else None
            # A tag with no words of the need behind it is no reason.
            if mine is None or theirs is None or mine.is_tag or mine.sure * theirs.sure < _LEAST_JOINT:
                continue
            mine, theirs = nearest_words(concept, row, mine, theirs, met)
            own = concept in offered.tags
            if _is_offered(theirs.segment, offered):
                yield Join(
                    replace(pair, share=float(shares[row])),
                    partial(self._reason, concept, mine, theirs, asked, offered),
                    own,
                )
        for shared in self._words.find(asked, offered):
            if _is_offered(shared.capability.segment, offered):
                yield Join(replace(pair, words=shared.same), partial(_of_words, shared, asked, offered))

    def _worth_asking(self, asked: Side, offered: Side, shares: RealArray) -> list[str]:
        """Return the concepts that a side names or tags, and those that made most of the score."""
        knowledge = self._extractor.knowledge
        likely = [knowledge.concepts[at] for at in np.argsort(-shares, kind="stable")[:_SHORT_LIST] if shares[at] > 0]
        named = (*offered.names, *sorted(offered.tags), *likely, *asked.names)
        return [each for each in dict.fromkeys(named) if each in knowledge.row_of]

    def _shares(self, need: NeedDocument, capability: CapabilityDocument, weights: Mapping[str, float]) -> RealArray:
        """Return how much of the weighted sum each concept brings, shape (K,)."""
        share = np.zeros(len(self._extractor.knowledge.concepts))
        places, expansion = capability.expansion
        by_words = weights.get("wording", 0.0) * need.word_concepts[places] / (capability.word_length or 1.0)
        by_char_ngrams = (
            weights.get("spelling", 0.0) * need.char_ngram_concepts[places] / (capability.char_ngram_length or 1.0)
        )
        share[places] += EXPANSION_WEIGHT * expansion * (by_words + by_char_ngrams)
        places, shares = capability.concept_distribution
        share[places] += weights.get("problems", 0.0) * np.maximum(need.concept_distribution[places], 0.0) * shares
        places, named = capability.named
        share[places] += weights.get("concepts", 0.0) * need.named[places] * named
        return share

    def _pair_facts(
        self, need: NeedDocument, capability: CapabilityDocument, asked: Side, offered: Side, behind: float
    ) -> Facts:
        """Return what tells how sure any reason of a pair is."""
        about = max((self._asked_at_all(each, asked, need) for each in offered.about), default=_UNTAGGED)
        if not asked.has_meaning:
            return Facts(behind, about, None)
        places, distribution = capability.concept_distribution
        overlap = float(np.clip(need.concept_distribution[places] @ distribution, 0.0, 1.0))
        return Facts(behind, about, overlap)

    def _asked_at_all(self, concept: str, asked: Side, need: NeedDocument) -> float:
        row = self._extractor.knowledge.row_of.get(concept)
        if row is None:
            return 0.0
        return 1.0 if concept in asked.names else self._evidence.support(need, row)

    def _reason(self, concept: str, mine: Evidence, theirs: Evidence, asked: Side, offered: Side) -> Reason:
        need, offer = (
            self._quote(mine, concept, asked, asking=True),
            self._quote(theirs, concept, offered, asking=False),
        )
        return Reason(_kind(mine, theirs, asked, offered), mine.sure * theirs.sure, concept, need, offer)

    def _quote(self, found: Evidence, concept: str, side: Side, *, asking: bool) -> Quote | None:
        if found.is_tag:
            return None
        segment = side.segments[found.segment]
        if found.place is not None:
            return quote_name(segment, found.place)
        return quote_segment(segment, self._measure(concept, segment.passage.language, asking=asking))

    def _measure(self, concept: str, language: str | None, *, asking: bool) -> Measure | None:
        """Return what measures how like texts are to a concept, with an encoder."""
        if not self._extractor.has_encoder:
            return None
        point = self._extractor.knowledge.prototypes[self._extractor.knowledge.row_of[concept]]
        if asking:
            return lambda texts: list(self._extractor.mapped(texts) @ point)
        return lambda texts: list(self._extractor.offered([(text, language) for text in texts]) @ point)


def _is_offered(segment: int, side: Side) -> bool:
    """Tell whether a sentence may speak for a capability: any but one that sends elsewhere; so may a mere tag (-1)."""
    return segment < 0 or side.asks[segment] > TURNS_AWAY


def _kind(mine: Evidence, theirs: Evidence, asked: Side, offered: Side) -> str:
    if mine.is_tag or theirs.is_tag:
        return "tag"
    if mine.place is None or theirs.place is None:
        return "problem"
    said = [
        side.segments[each.segment].passage.text[each.place.start : each.place.end]
        for each, side in ((mine, asked), (theirs, offered))
        if each.place is not None
    ]
    return "words" if normal(said[0]) == normal(said[1]) else "concept"


def _of_words(shared: SharedWord, asked: Side, offered: Side) -> Reason:
    mine = quote_name(asked.segments[shared.need.segment], shared.need)
    theirs = quote_name(offered.segments[shared.capability.segment], shared.capability)
    return Reason("words", shared.same * shared.rarity, None, mine, theirs)
