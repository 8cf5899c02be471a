"""A need's text in pieces: a sentence each, tiling the text without a gap, and what each is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.features import concept_distribution
from matching.features.concept_matrix import stacked
from matching.features.extractor import Extractor
from matching.features.hashing import weighted, word_counts
from matching.features.sentences import sentences_of
from matching.profiles import Passage

# A shorter sentence belongs to the one before it; a mark of a list to the one after.
_FEWEST_WORDS: Final = 4
# Where nobody writes two needs any more; what follows belongs to the last piece.
_MOST: Final = 24
_MARK: Final = re.compile(r"\W*[1-9a-d]?\W*$")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]` of a passage; `said` is its sentence as it is read, without what stands around it."""

    start: int
    end: int
    said: str


def pieces_of(passage: Passage) -> tuple[Piece, ...]:
    """Return a passage in pieces; none where it holds no sentence that says enough."""
    starts: list[int] = []
    said: list[str] = []
    waiting: int | None = None
    for sentence in sentences_of([passage]):
        if len(sentence.text.split()) >= _FEWEST_WORDS and len(said) < _MOST:
            starts.append(sentence.start if waiting is None else waiting)
            said.append(sentence.text)
            waiting = None
        elif _MARK.match(sentence.text) and waiting is None:
            waiting = sentence.start
    if not said:
        return ()
    ends = [*starts[1:], len(passage.text)]
    return tuple(Piece(*each) for each in zip([0, *starts[1:]], ends, said, strict=True))


def about(extractor: Extractor, said: Sequence[str]) -> RealArray:
    """Return how likely each sentence is about each concept, shape (sentences, K)."""
    counts = [weighted(word_counts(extractor.analyser.tokens(text)), extractor.knowledge.word_idf) for text in said]
    words = np.asarray((stacked(counts) @ extractor.knowledge.word_texts.T).todense())
    likeness = extractor.mapped(said) @ extractor.knowledge.prototypes.T if extractor.has_encoder else None
    return concept_distribution.of_asked_sentences(likeness, words)


def overlap(one: RealArray, other: RealArray) -> float:
    """Return how much two distributions have in common, 0 to 1 (Bhattacharyya 1943); both have shape (K,)."""
    return round(float(np.sqrt(one * other).sum()), 6)
