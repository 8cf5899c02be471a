"""Why a need and a capability meet, with the words of both that say so, verbatim at their offsets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from rapidfuzz.fuzz import ratio

from matching.concept_names import ConceptNames, Mention
from matching.distinct_reasons import distinct
from matching.not_for import affirmed_phrases, denial_of
from matching.phrases import Clause, best_words, clauses, quote
from matching.problem_words import Likeness, ProblemWords, Put
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.results import Quote, Reason
from matching.shared_words import Rarity, everyday_rarity, find_shared
from matching.text import Analyser, normal
from matching.vocabulary import Vocabulary

MOST_REASONS: Final = 5
FRESH_DAYS: Final = 183  # facts older than this are flagged, see the rules of readiness

_SAME_CONCEPT, _NEAR_CONCEPT, _PROBLEM, _TAG = 1.0, 0.6, 0.8, 0.9
_UNNAMED = 0.75  # of a chain whose concept the capability does not name
_DOUBTED = 0.5  # of a chain whose concept the need as a whole does not mean
_UNLIKELY = 0.1
_READY, _FRESH = 0.05, 0.04  # after every reason of content
_MENTIONS_COMPARED = 5
_WORTH_SAYING = 0.35  # a shared word this common is no reason
_FULL_WORDS = 1.6  # rarity of shared words from which they say as much as a concept


@dataclass(frozen=True)
class Meaning:
    """What the encoder's side of the engine found about a pair: concept ids with weights from 0 to 1.

    `likeness` tells how like clauses are to a concept, `unlikeness` how like to what it is not for; both are asked only
    where no words are shared.
    """

    need_concepts: Mapping[str, float] = field(default_factory=dict)
    capability_concepts: Mapping[str, float] = field(default_factory=dict)
    likeness: Likeness | None = None
    unlikeness: Likeness | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """One side's texts, cut into clauses, and where they name concepts."""

    passages: tuple[Passage, ...]
    clauses: tuple[Clause, ...]
    mentions: Mapping[str, Sequence[Quote]]
    tags: Mapping[str, str]


class Explainer:
    """Explains pairs with one vocabulary; `rarity` tells from 0 to 1 how much a lemma says."""

    def __init__(self, vocabulary: Vocabulary, analyser: Analyser, rarity: Rarity = everyday_rarity) -> None:
        self._vocabulary = vocabulary
        self._analyser = analyser
        self._rarity = rarity
        self._names = ConceptNames(vocabulary, analyser)
        self._problems = ProblemWords(vocabulary, analyser, rarity)
        self._denials = ProblemWords(vocabulary, analyser, rarity, texts=affirmed_phrases)
        self._side = lru_cache(maxsize=1_000)(self._read)

    def explain(
        self,
        need: NeedProfile,
        capability: CapabilityProfile,
        *,
        today: date,
        meaning: Meaning | None = None,
    ) -> tuple[Reason, ...]:
        """Return at most MOST_REASONS reasons, best first, no two saying the same; none when nothing is found."""
        meaning = meaning or Meaning()
        asked, offered = self._side(need.passages, need.tags), self._side(capability.passages, capability.tags)
        found = [
            *self._concepts(asked, offered),
            *self._tags(asked, offered),
            *self._words(asked, offered),
            *self._bridges(asked, offered, meaning),
        ]
        found = found or list(self._last_resort(asked, offered, meaning))
        about_unit = list(_about_unit(capability, today))
        content = distinct(found, MOST_REASONS - len(about_unit), self._vocabulary)
        return (*content, *about_unit)

    def object(
        self, need: NeedProfile, capability: CapabilityProfile, concept: str, weight: float, meaning: Meaning
    ) -> Reason:
        """Return the reason against: the need asks for what a concept of the capability is not for.

        Raises KeyError for a concept that the vocabulary does not have.
        """
        asked, offered = self._side(need.passages, need.tags), self._side(capability.passages, capability.tags)
        put = self._denials.best(concept, asked.clauses, meaning.unlikeness)
        return Reason(
            "not_for",
            weight,
            concept,
            quote(put.clause.passage, put.words) if put else None,
            next(iter(offered.mentions.get(concept, ())), None),
            denial_of(self._vocabulary.concepts[concept], (put and put.text) or 0),
        )

    def _read(self, passages: tuple[Passage, ...], tags: tuple[str, ...]) -> _Side:
        mentions: dict[str, list[Quote]] = {}
        for passage in passages:
            for mention in self._names.find(passage.text, passage.language):
                for concept in mention.concepts:
                    mentions.setdefault(concept, []).append(_quoted(passage, mention))
        return _Side(
            passages,
            tuple(clause for passage in passages for clause in clauses(passage, self._analyser)),
            mentions,
            {meant: tag for tag in tags for meant in self._meant(tag)},
        )

    def _meant(self, tag: str) -> Sequence[str]:
        """Return the concepts of a tag, or the tag itself in its normal form when it is a free word."""
        if self._vocabulary.find(tag) is not None:
            return (tag,)
        whole = [mention for mention in self._names.find(tag) if mention.end - mention.start >= len(tag.strip())]
        return whole[0].concepts if whole else (normal(tag.strip()),)

    def _concepts(self, asked: _Side, offered: _Side) -> Iterator[Reason]:
        """Yield concepts that both sides name, in whatever words, and those of which one names a narrower one."""
        for concept, mine in asked.mentions.items():
            if theirs := offered.mentions.get(concept):
                quotes = _most_alike(mine, theirs)
                yield Reason(_kind(*quotes), _SAME_CONCEPT, concept, *quotes)
            for above in self._vocabulary.ancestors(concept)[:1]:
                if concept not in offered.mentions and (theirs := offered.mentions.get(above)):
                    yield Reason("concept", _NEAR_CONCEPT, above, *_most_alike(mine, theirs))
        for concept, theirs in offered.mentions.items():
            for above in self._vocabulary.ancestors(concept)[:1]:
                if concept not in asked.mentions and (named := asked.mentions.get(above)):
                    yield Reason("concept", _NEAR_CONCEPT, above, *_most_alike(named, theirs))

    def _tags(self, asked: _Side, offered: _Side) -> Iterator[Reason]:
        """Yield what a tag of one side and a tag or the text of the other share.

        A tag has no place in a text, so its side is quoted only where the text says it too. A free tag that is no
        concept's stands in `concept` as it is written.
        """
        for meant, tag in asked.tags.items():
            if meant in offered.tags or meant in offered.mentions:
                yield self._tagged(meant, tag, asked, offered)
        for meant, tag in offered.tags.items():
            if meant not in asked.tags and meant in asked.mentions:
                yield self._tagged(meant, tag, asked, offered)

    def _tagged(self, meant: str, tag: str, asked: _Side, offered: _Side) -> Reason:
        mine, theirs = (next(iter(side.mentions.get(meant, ())), None) for side in (asked, offered))
        return Reason("tag", _TAG, meant if self._vocabulary.find(meant) else tag, mine, theirs)

    def _words(self, asked: _Side, offered: _Side) -> Iterator[Reason]:
        for shared in find_shared(asked.clauses, offered.clauses, self._rarity):
            if shared.weight < _WORTH_SAYING:
                return
            mine, theirs = (quote(clause.passage, words) for clause, words in (shared.need, shared.capability))
            yield Reason("words", min(_SAME_CONCEPT, shared.weight / _FULL_WORDS), None, mine, theirs)

    def _bridges(self, asked: _Side, offered: _Side, meaning: Meaning) -> Iterator[Reason]:
        """Yield the chains: what the need says, the problem it puts, what the capability calls it."""
        for concept in dict.fromkeys([*offered.mentions, *offered.tags, *meaning.capability_concepts]):
            if concept in asked.mentions or self._vocabulary.find(concept) is None:
                continue
            # A text that merely names a concept is not about it: the encoder is asked only about what it found.
            sure = meaning.need_concepts.get(concept, 0.0)
            put = self._problems.find(concept, asked.clauses, meaning.likeness if sure else None)
            if put is None:
                continue
            # Words that a problem happens to share say less when the need as a whole means something else.
            doubt = _DOUBTED if meaning.need_concepts and not sure else 1.0
            yield from self._chain(concept, put, offered, doubt * max(put.weight, sure))

    def _last_resort(self, asked: _Side, offered: _Side, meaning: Meaning) -> Iterator[Reason]:
        """Yield the chain over the concept that is likeliest on both sides, however weak its words."""
        shares = {
            concept: share * max(meaning.need_concepts.get(concept, 0.0), _UNLIKELY)
            for concept, share in meaning.capability_concepts.items()
            if self._vocabulary.find(concept) is not None
        }
        best = max(shares, key=lambda concept: (shares[concept], concept), default=None)
        put = self._problems.nearest(best, asked.clauses, meaning.likeness) if best else None
        if best is not None and put is not None:
            yield from self._chain(best, put, offered, _UNLIKELY)

    def _chain(self, concept: str, put: Put, offered: _Side, sure: float) -> Iterator[Reason]:
        named = offered.mentions.get(concept)
        theirs = named[0] if named else self._heading(offered)
        if theirs is not None:
            weight = _PROBLEM * sure * (1.0 if named else _UNNAMED)
            yield Reason("problem", weight, concept, quote(put.clause.passage, put.words), theirs)

    def _heading(self, side: _Side) -> Quote | None:
        """Quote the best words of the first clause: what a text is about, where no better words are known."""
        if not side.clauses:
            return None
        first = side.clauses[0]
        return quote(first.passage, best_words(first, lambda word: 0.0 if word.stop else self._rarity(word.lemma)))


def _most_alike(mine: Sequence[Quote], theirs: Sequence[Quote]) -> tuple[Quote, Quote]:
    """Return the two quotes whose words are most alike, the first ones when none are."""
    pairs = [(one, other) for one in mine[:_MENTIONS_COMPARED] for other in theirs[:_MENTIONS_COMPARED]]
    return max(pairs, key=lambda pair: ratio(normal(pair[0].text), normal(pair[1].text)))


def _kind(mine: Quote, theirs: Quote) -> str:
    return "words" if normal(mine.text) == normal(theirs.text) else "concept"


def _quoted(passage: Passage, mention: Mention) -> Quote:
    return Quote(passage.field, mention.start, mention.end, passage.text[mention.start : mention.end])


def _about_unit(capability: CapabilityProfile, today: date) -> Iterator[Reason]:
    """Yield that the unit has passed its readiness gate, and that its facts were confirmed lately."""
    if capability.ready:
        yield Reason("readiness", _READY)
    if capability.confirmed_on is not None and 0 <= (today - capability.confirmed_on).days <= FRESH_DAYS:
        yield Reason("freshness", _FRESH * (1 - (today - capability.confirmed_on).days / (2 * FRESH_DAYS)))
