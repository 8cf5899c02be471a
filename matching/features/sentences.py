"""Reads texts sentence by sentence: what each sentence means, and how far it means the concepts that it names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.embeddings.concept_vectors import centred_texts, l2_normalized
from matching.embeddings.encoders import Encoder
from matching.embeddings.vector_store import VectorStore
from matching.features.as_read import passages_as_read
from matching.features.concept_matrix import Knowledge
from matching.features.documents import full_text, language_of
from matching.hard_limits.elsewhere import is_elsewhere
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.text.language import Language
from matching.text.word_analysis import sentences
from matching.vocabulary.mentions import ConceptNames

# A shorter sentence says too little by itself; a heading of a capability is read whatever its length.
_FEWEST_OFFERED, _FEWEST_ASKED = 3, 4
_MOST_OFFERED, _MOST_ASKED = 40, 12
# A name stands for its concept as far as its sentence means it: not at all up to this cosine, fully this much above.
_TRUE_FROM, _TRUE_WITHIN = 0.03, 0.22
_HEADINGS: Final = ("title", "name")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The part `text[start:end]` of a passage."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence as it is written."""
        return self.passage.text[self.start : self.end]

    @property
    def is_heading(self) -> bool:
        """Tell whether it stands in a title."""
        return self.passage.field.startswith(_HEADINGS)


@dataclass(frozen=True, slots=True)
class SentencesRead:
    """Sentences with their unit vectors (S, dimension) and their cosines with the concepts (S, K)."""

    sentences: tuple[Sentence, ...]
    vectors: RealArray
    likeness: RealArray


def sentences_of(passages: Sequence[Passage]) -> Iterator[Sentence]:
    """Yield the sentences of passages in reading order, without the white space around them."""
    for passage in passages:
        for start, end in sentences(passage.text):
            said = passage.text[start:end]
            first = start + len(said) - len(said.lstrip())
            yield Sentence(passage, first, first + len(said.strip()))


def offered_sentences(profile: CapabilityProfile) -> tuple[Sentence, ...]:
    """Return the sentences of a capability that are read by themselves; all of it as one when each is too short."""
    found = [
        each for each in sentences_of(profile.passages) if each.is_heading or _words(each.text) >= _FEWEST_OFFERED
    ][:_MOST_OFFERED]
    whole = Passage("", full_text(profile.passages))
    return tuple(found) or (Sentence(whole, 0, len(whole.text)),)


def asked_sentences(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Return the sentences of a need that are read by themselves; none where one sentence is the whole."""
    found = [each for each in sentences_of(passages) if _words(each.text) >= _FEWEST_ASKED][:_MOST_ASKED]
    return tuple(found) if len(found) > 1 else ()


def texts_of_need(passages: Sequence[Passage]) -> list[str]:
    """Return every text that is encoded of a need to rank for it: all of it as one, and its sentences."""
    read = passages_as_read(passages)
    return [full_text(read), *(each.text for each in asked_sentences(read))]


def _words(text: str) -> int:
    return len(text.split())


class SentenceReader:
    """Reads sentences with an encoder and the concepts' vectors."""

    def __init__(self, names: ConceptNames, knowledge: Knowledge, encoder: Encoder, vectors: VectorStore) -> None:
        self._names = names
        self._knowledge = knowledge
        self._encoder = encoder
        self._vectors = vectors

    def offered(self, profiles: Sequence[CapabilityProfile]) -> list[SentencesRead]:
        """Return what the sentences of capabilities mean; many at once cost less each."""
        cut = [offered_sentences(profile) for profile in profiles]
        told = [
            (each.passage.language or language, each.text)
            for profile, sentences in zip(profiles, cut, strict=True)
            for language in [language_of(profile.passages)]
            for each in sentences
        ]
        vectors = centred_texts(told, "capability", self._encoder, self._vectors, self._knowledge.means)
        parts = np.split(vectors, np.cumsum([len(sentences) for sentences in cut])[:-1])
        offers = self._knowledge.offer_vectors
        return [SentencesRead(sentences, part, part @ offers.T) for sentences, part in zip(cut, parts, strict=True)]

    def asked(self, profile: NeedProfile) -> SentencesRead:
        """Return what the sentences of a need mean, mapped to where the methods that answer them lie."""
        cut = asked_sentences(profile.passages)
        language = language_of(profile.passages)
        told = [(each.passage.language or language, each.text) for each in cut]
        vectors = centred_texts(told, "need", self._encoder, self._vectors, self._knowledge.means)
        mapped = l2_normalized(vectors @ self._knowledge.map.T)
        return SentencesRead(cut, mapped, mapped @ self._knowledge.prototypes.T)

    def meant(self, profile: CapabilityProfile, read: SentencesRead) -> RealArray:
        """Return how far a capability means each concept, 0 for one it does not name to 1, shape (K,).

        A heading and a tag mean what they name; a word in passing means little, and what sends elsewhere nothing.
        """
        language = language_of(profile.passages)
        meant = np.zeros(len(self._knowledge.concepts))
        for sentence, likeness in zip(read.sentences, read.likeness, strict=True):
            if not sentence.is_heading and is_elsewhere(sentence.passage.text, sentence.start):
                continue
            for row in self._rows_named(sentence.text, sentence.passage.language or language):
                sure = 1.0 if sentence.is_heading else (float(likeness[row]) - _TRUE_FROM) / _TRUE_WITHIN
                meant[row] = max(meant[row], min(1.0, sure))
        for tag in profile.tags:
            meant[[*self._rows_named(tag, language), *self._rows([tag])]] = 1.0
        return meant

    def _rows_named(self, text: str, language: Language | str) -> list[int]:
        return self._rows(concept for mention in self._names.find(text, language) for concept in mention.concepts)

    def _rows(self, concepts: Iterator[str] | Sequence[str]) -> list[int]:
        row_of = self._knowledge.row_of
        return [row_of[concept] for concept in concepts if concept in row_of]
