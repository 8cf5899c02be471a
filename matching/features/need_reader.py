"""Reads needs, and remembers of many of them what takes long to find and little room to keep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.embeddings.concept_vectors import l2_normalized
from matching.features import concept_distribution
from matching.features.as_read import need_as_read
from matching.features.concept_distribution import sparse_weights
from matching.features.concept_matrix import Knowledge, stacked
from matching.features.documents import NeedDocument, Weights, spread
from matching.features.field_words import FieldWords, are_few
from matching.features.hashing import SparseRow, char_ngram_counts, weighted, word_counts
from matching.features.named_concepts import Naming
from matching.features.profile_words import ProfileWords
from matching.features.sentences import SentenceReader
from matching.profiles import NeedProfile
from matching.text.word_analysis import Token

# Gives the centred vectors of profiles in a role, shape (profiles, dimension); None without an encoder.
Meaning = Callable[[Sequence[NeedProfile], str], RealArray | None]

# So many needs are remembered in every worker: some 10 kB each, with an encoder's vectors some 30.
_REMEMBERED, _REMEMBERED_WITH_VECTORS = 4_000, 1_500
# The ones in use stand whole, some 40 kB more each.
_WHOLE: Final = 64


@dataclass(frozen=True, slots=True)
class _ReadNeed:
    """What a `NeedDocument` is made of, see there; `likely`, its distribution, is None where words alone tell it.

    `is_names` tells of a need of few words that it is nothing but names.
    """

    profile: NeedProfile
    tokens: tuple[Token, ...]
    words: SparseRow
    char_ngrams: SparseRow
    vector: RealArray | None
    mapped: RealArray | None
    likely: RealArray | None
    denied: Weights
    names: Weights
    tags: frozenset[str]
    terms: tuple[str, ...]
    is_names: bool
    says_little: bool


class NeedReader:
    """Reads needs; `need` returns a `NeedDocument`.

    How a need is like every concept takes most of a document's room and is made in a third of the time that reading
    takes, so it is made again for a need that is only remembered.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        naming: Naming,
        words: ProfileWords,
        meaning: Meaning,
        sentences: SentenceReader | None,
    ) -> None:
        self._knowledge = knowledge
        self._naming = naming
        self._words = words
        self._field_words = FieldWords(knowledge.word_idf)
        self._meaning = meaning
        self._sentences = sentences
        self._remembered = lru_cache(maxsize=_REMEMBERED_WITH_VECTORS if sentences else _REMEMBERED)(self._read)
        self.need = lru_cache(maxsize=_WHOLE)(self._need)

    def _need(self, profile: NeedProfile) -> NeedDocument:
        """Return what a need says, without the mail that may stand around it; kept for the next time."""
        read = self._remembered(profile)
        word_concepts = self._word_concepts(read.words)
        likely = read.likely
        if likely is None:
            named = spread(read.names, len(word_concepts)) if read.is_names else None
            likely = concept_distribution.of_need(None, word_concepts, None, named)
        return NeedDocument(
            profile=read.profile,
            tokens=read.tokens,
            words=read.words,
            char_ngrams=read.char_ngrams,
            word_concepts=word_concepts,
            char_ngram_concepts=self._knowledge.char_ngram_columns.times(
                read.char_ngrams.places, read.char_ngrams.values
            ),
            vector=read.vector,
            mapped=read.mapped,
            concept_distribution=likely,
            denied=read.denied,
            names=read.names,
            tags=read.tags,
            terms=read.terms,
            says_little=read.says_little,
        )

    def _read(self, profile: NeedProfile) -> _ReadNeed:
        profile = need_as_read(profile)
        tokens = self._words.tokens(profile)
        words = weighted(word_counts(tokens), self._knowledge.word_idf)
        word_concepts = self._word_concepts(words)
        vector = self._meaning([profile], "need")
        # Row by row, as in the signal of meaning: the same sums with any number of threads.
        mapped = None if vector is None else l2_normalized(np.vecdot(self._knowledge.map, vector[0]))
        likeness = None if mapped is None else np.vecdot(self._knowledge.prototypes, mapped)
        named = l2_normalized(self._naming.of(profile.passages, profile.tags))
        few = are_few(tokens)
        is_names = few and self._naming.names_alone(profile.passages, tokens)
        likely = None
        if likeness is not None:
            asked = self._asked_by_sentence(profile)
            likely = concept_distribution.of_need(likeness, word_concepts, asked, named if is_names else None)
        denied = self._against(words, word_concepts, mapped, likeness)
        return _ReadNeed(
            profile=profile,
            tokens=tokens,
            words=words,
            char_ngrams=weighted(char_ngram_counts(tokens), self._knowledge.char_ngram_idf),
            vector=None if vector is None else vector[0],
            mapped=mapped,
            likely=likely,
            denied=sparse_weights(denied, len(denied)),
            names=sparse_weights(named, len(named)),
            tags=self._words.tags(profile),
            terms=self._words.terms(tokens),
            is_names=is_names,
            says_little=few and not profile.tags and not named.any() and not self._field_words.say_something(tokens),
        )

    def _word_concepts(self, words: SparseRow) -> RealArray:
        return self._knowledge.word_columns.times(words.places, words.values)

    def _asked_by_sentence(self, profile: NeedProfile) -> tuple[RealArray, RealArray] | None:
        """Return the cosines of a need's sentences with the concepts, of meaning and of words; None where it is one."""
        read = self._sentences.asked(profile) if self._sentences else None
        if read is None or not read.sentences:
            return None
        analyser = self._words.analyser
        words = [
            weighted(word_counts(analyser.tokens(each.text, each.passage.language)), self._knowledge.word_idf)
            for each in read.sentences
        ]
        return read.likeness, np.asarray((stacked(words) @ self._knowledge.word_texts.T).todense())

    def _against(
        self, words: SparseRow, word_concepts: RealArray, mapped: RealArray | None, likeness: RealArray | None
    ) -> RealArray:
        denied = self._knowledge.not_for_columns.times(words.places, words.values)
        if mapped is None or likeness is None:
            return concept_distribution.against(denied - word_concepts, None)
        # Opposite meaning counts as none, as in the signal of meaning.
        unlike = np.maximum(np.vecdot(self._knowledge.not_for_vectors, mapped), 0.0)
        return concept_distribution.against(denied - word_concepts, unlike - np.maximum(likeness, 0.0))
