"""What a need or a capability says, worked out once: words, char n-grams, concepts and meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from matching.arrays import PlaceArray, RealArray
from matching.features.hashing import SparseRow
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.text.language import Language, resolve
from matching.text.word_analysis import Token

# Sparse weights over concepts: (rows of concepts ascending, values).
Weights = tuple[PlaceArray, RealArray]

# Text of the expansion weighs this much of the capability's own.
EXPANSION_WEIGHT: Final = 2.0
# What a need that says nothing of the field is taken to fit.
_FIT_OF_LITTLE: Final = 0.55


@dataclass(frozen=True, slots=True)
class NeedDocument:
    """A need, read. Arrays over the K concepts, vectors of the encoder's dimension (None without one).

    `words` and `char_ngrams` have length one; `word_concepts` and `char_ngram_concepts` (K,) are their products with
    the concepts' texts. `vector` is centred, `mapped` also mapped. `concept_distribution` (K,) holds square roots of
    how likely each concept is what is needed, less their mean; `denied` how much rather it is something that a concept
    is not for, 0 to 1, and `names` what the text names, length one, both of few concepts. `says_little` tells of a need
    of few words that it names no concept and has no tag, and that its words are no words of the field.
    """

    profile: NeedProfile
    tokens: tuple[Token, ...]
    words: SparseRow
    char_ngrams: SparseRow
    word_concepts: RealArray
    char_ngram_concepts: RealArray
    vector: RealArray | None
    mapped: RealArray | None
    concept_distribution: RealArray
    denied: Weights
    names: Weights
    tags: frozenset[str]
    terms: tuple[str, ...]
    says_little: bool = False

    @property
    def against(self) -> RealArray:
        """How much rather the need is something that each concept is not for, 0 to 1, shape (K,)."""
        return spread(self.denied, len(self.word_concepts))

    @property
    def named(self) -> RealArray:
        """How much the text names each concept, length one, shape (K,)."""
        return spread(self.names, len(self.word_concepts))

    @property
    def concept_fit(self) -> float:
        """How well the need's char n-grams fit the concept that they fit best, 0 to 1.

        One that says nothing of the field counts as one that fits a concept well: likeness to anything is accident, and
        only a capability that says the same is worth showing.
        """
        return _FIT_OF_LITTLE if self.says_little else float(self.char_ngram_concepts.max(initial=0.0))


@dataclass(frozen=True, slots=True)
class CapabilityDocument:
    """A capability, read.

    `expansion` weighs the concepts whose texts expand the capability's own, length one; `word_length` and
    `char_ngram_length` are the lengths of the expanded vectors.
    """

    profile: CapabilityProfile
    tokens: tuple[Token, ...]
    words: SparseRow
    char_ngrams: SparseRow
    expansion: Weights
    word_length: float
    char_ngram_length: float
    vector: RealArray | None
    concept_distribution: Weights
    named: Weights
    tags: frozenset[str]
    terms: tuple[str, ...]

    @property
    def claimed(self) -> Weights:
        """The concepts that it names itself, without broader ones, in equal shares of one, shape (n,) each."""
        places, values = self.named
        direct = places[values == values.max(initial=0.0)]
        return direct, np.full(len(direct), 1.0 / max(1, len(direct)))


def spread(weights: Weights, concepts: int) -> RealArray:
    """Return weights of few concepts over all of them, shape (concepts,)."""
    places, values = weights
    whole = np.zeros(concepts)
    whole[places] = values
    return whole


def full_text(passages: Iterable[Passage]) -> str:
    """Return the passages as one text, as it is encoded."""
    return ". ".join(passage.text.strip() for passage in passages if passage.text.strip())


def language_of(passages: Sequence[Passage]) -> Language:
    """Return the language that all passages are stated to be in, or the one their text is in."""
    stated = {passage.language for passage in passages}
    return resolve(full_text(passages), stated.pop() if len(stated) == 1 else None)
