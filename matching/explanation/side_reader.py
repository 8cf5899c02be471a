"""Reads needs clause by clause and capabilities sentence by sentence, for the reasons of pairs; both are remembered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.explanation.asking import asking
from matching.explanation.offering import offering
from matching.explanation.shared_words import everyday_rarity
from matching.explanation.sides import NamedAt, Segment, Side, nearest_first
from matching.features.extractor import Extractor
from matching.features.sentences import sentences_of
from matching.hard_limits.denial import apart, denied_spans
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.text.clauses import Word, clauses
from matching.text.word_frequency import zipf_frequency
from matching.vocabulary.concepts import Vocabulary

_MOST_SEGMENTS: Final = 40
_FEWEST_SUBJECTS, _TELLING = 2, 0.5
# A name stands for its concept where its segment means that a little; everybody's words and names of several only
# where it clearly does.
_MEANT, _CLEARLY_MEANT, _UNREAD = 0.05, 0.20, 0.2
_EVERYBODYS: Final = 4.3  # Zipf frequency from which a single word is everybody's


class SideReader:
    """Reads the sides of pairs with one vocabulary and, where there is one, an encoder."""

    def __init__(self, vocabulary: Vocabulary, extractor: Extractor) -> None:
        self._vocabulary = vocabulary
        self._extractor = extractor
        self._names = extractor.names
        self.need = lru_cache(maxsize=500)(self._need)
        self.capability = lru_cache(maxsize=2_000)(self._capability)

    def _need(self, profile: NeedProfile) -> Side:
        """Return a need's side; clauses that turn something down speak for nothing and are left out."""
        segments = tuple(
            segment for passage in profile.passages for segment in self._clauses(passage) if _says_something(segment)
        )[:_MOST_SEGMENTS]
        vectors = np.zeros((0, 0))
        if self._extractor.has_encoder and segments:
            vectors = self._extractor.mapped([segment.text for segment in segments])
        asks = np.array([asking(segment) for segment in segments])
        return self._side(segments, vectors, profile, self._extractor.knowledge.prototypes, asks)

    def _clauses(self, passage: Passage) -> Iterator[Segment]:
        cut = list(clauses(passage, self._extractor.analyser))
        every = [word for clause in cut for word in clause.words]
        around: dict[int, tuple[Word, ...]] = {}
        for sentence in sentences_of([passage]):
            words = tuple(word for word in every if sentence.start <= word.start and word.end <= sentence.end)
            if not any(_denied(passage, words)):
                around |= dict.fromkeys((word.start for word in words), words)
        for clause in cut:
            for segment in _affirmed(Segment(passage, clause.words)):
                yield replace(segment, sentence=around.get(segment.start, ()))

    def _capability(self, profile: CapabilityProfile) -> Side:
        """Return a capability's side; what it says not to do is left out as well."""
        segments = tuple(segment for passage in profile.passages for segment in self._sentences(passage))[
            :_MOST_SEGMENTS
        ]
        vectors = np.zeros((0, 0))
        if self._extractor.has_encoder and segments:
            vectors = self._extractor.offered([(segment.text, segment.passage.language) for segment in segments])
        offers = np.array([offering(segment) for segment in segments])
        return self._side(segments, vectors, profile, self._extractor.knowledge.offer_vectors, offers)

    def _sentences(self, passage: Passage) -> Iterator[Segment]:
        every = [word for clause in clauses(passage, self._extractor.analyser) for word in clause.words]
        for sentence in sentences_of([passage]):
            words = tuple(word for word in every if sentence.start <= word.start and word.end <= sentence.end)
            if words:
                yield from _affirmed(Segment(passage, words))

    def _side(
        self,
        segments: tuple[Segment, ...],
        vectors: RealArray,
        profile: NeedProfile | CapabilityProfile,
        concept_vectors: RealArray,
        asks: RealArray,
    ) -> Side:
        likeness = vectors @ concept_vectors.T if vectors.size else np.zeros((0, 0))
        names: dict[str, list[NamedAt]] = {}
        for passage in profile.passages:
            for concept, place in self._named(passage, segments, likeness):
                names.setdefault(concept, []).append(place)
        tags = frozenset(found for tag in profile.tags for found in self._of_tag(tag))
        return Side(segments, vectors, likeness, nearest_first(likeness), names, tags, asks)

    def _named(
        self, passage: Passage, segments: Sequence[Segment], likeness: RealArray
    ) -> Iterator[tuple[str, NamedAt]]:
        for mention in self._names.find(passage.text, passage.language):
            inside = (
                number
                for number, segment in enumerate(segments)
                if segment.passage is passage and segment.start <= mention.start and mention.end <= segment.end
            )
            segment = next(inside, None)
            if segment is None:
                continue
            said = passage.text[mention.start : mention.end]
            for concept in mention.concepts:
                if self._is_meant(concept, said, likeness, segment, several=len(mention.concepts) > 1):
                    yield concept, NamedAt(segment, mention.start, mention.end)

    def _is_meant(self, concept: str, said: str, likeness: RealArray, segment: int, *, several: bool) -> bool:
        row = self._extractor.knowledge.row_of.get(concept)
        if row is None:
            return False
        value = float(likeness[segment, row]) if likeness.size else _UNREAD
        common = " " not in said and max(zipf_frequency(said, "sv"), zipf_frequency(said, "en")) >= _EVERYBODYS
        return value >= (_CLEARLY_MEANT if common or several else _MEANT)

    def _of_tag(self, tag: str) -> Sequence[str]:
        """Return the concept of a tag: its id, or what it alone names."""
        if self._vocabulary.find(tag) is not None:
            return (tag,)
        whole = [mention for mention in self._names.find(tag) if mention.end - mention.start >= len(tag.strip())]
        return whole[0].concepts if whole and len(whole[0].concepts) == 1 else ()


def _says_something(segment: Segment) -> bool:
    """Tell whether a clause is worth reading by itself: one word, several of a subject, or a rare one among others."""
    subjects = [word for word in segment.words if not word.stop]
    several = len(subjects) >= _FEWEST_SUBJECTS or len(segment.words) == 1
    return several or any(everyday_rarity(word.lemma) >= _TELLING for word in subjects)


def _affirmed(segment: Segment) -> Iterator[Segment]:
    """Yield what is left of a segment without its denied words: the longest run of others, if there is one."""
    denied = _denied(segment.passage, segment.words)
    if not any(denied):
        yield segment
        return
    runs = [list(run) for is_denied, run in groupby(range(len(denied)), key=lambda at: denied[at]) if not is_denied]
    longest = max(runs, key=len, default=[])
    # What only leads up to the denied words ("with and without it") goes with them.
    while longest and longest[-1] + 1 < len(denied) and segment.words[longest[-1]].stop:
        longest.pop()
    if longest:
        yield Segment(segment.passage, segment.words[longest[0] : longest[-1] + 1])


def _denied(passage: Passage, words: Sequence[Word]) -> list[bool]:
    """Tell for each word of a passage whether it is denied."""
    spans = apart(denied_spans(passage.text))
    starts = [start for start, _end in spans]
    # The last span that begins before a word ends is the only one that can reach into it.
    last = [bisect_left(starts, word.end) - 1 for word in words]
    return [at >= 0 and spans[at][1] > word.start for at, word in zip(last, words, strict=True)]
