"""What a need or a capability says, worked out once: words, letters, concepts and meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.concept_names import ConceptNames
from matching.encoders import Encoder
from matching.features import SparseRow, letter_counts, weighted, word_counts, word_place
from matching.knowledge import Knowledge, centred_texts, stacked, unit
from matching.language import Language, resolve
from matching.profiles import CapabilityProfile, NeedProfile, Passage
from matching.text import Analyser, Token, fold
from matching.vectors import VectorStore
from matching.vocabulary import Vocabulary

RealArray = NDArray[np.float64]
Weights = tuple[NDArray[np.int32], RealArray]

# How sharply likeness turns into a choice among concepts (softmax temperatures of cosines), and how much the words
# shared with a concept's texts speak for it beside its meaning.
_NEED_TEMPERATURE: Final = 0.05
_CAPABILITY_TEMPERATURE: Final = 0.06
_WORDS_BESIDE_MEANING: Final = 10.0
# Without an encoder words alone choose.
_WORDS_ALONE: Final = 25.0
# A concept that the capability names counts as this much of all that it is about.
_NAMED_SHARE: Final = 0.3
_BROADER_STEP: Final = 0.5
# A term is unusual from this weight on (in a handful of the vocabulary's texts) and from this length on.
_UNUSUAL: Final = 8.0
_TERM_LENGTH: Final = 4
# How many concepts are lent to a capability as text, and how many are kept of what it may be about.
_LENT: Final = 6
_KEPT: Final = 48
# Lent text weighs this much of the capability's own.
LENT_WEIGHT: Final = 2.0


@dataclass(frozen=True, slots=True)
class NeedReading:
    """A need, read. Arrays over the K concepts, vectors of the encoder's dimension (None without one).

    `words` and `letters` have length one; `word_concepts` and `letter_concepts` (K,) are their products with the
    concepts' texts. `vector` is centred, `mapped` also mapped. `thoughts` (K,) holds square roots of how likely each
    concept is what is needed, less their mean; `named` (K,) what the text names, length one.
    """

    profile: NeedProfile
    tokens: tuple[Token, ...]
    words: SparseRow
    letters: SparseRow
    word_concepts: RealArray
    letter_concepts: RealArray
    vector: RealArray | None
    mapped: RealArray | None
    thoughts: RealArray
    named: RealArray
    tags: frozenset[str]
    terms: tuple[str, ...]

    @property
    def reach(self) -> float:
        """How well the need's letters fit the concept that they fit best, 0 to 1."""
        return float(self.letter_concepts.max(initial=0.0))


@dataclass(frozen=True, slots=True)
class CapabilityReading:
    """A capability, read. Sparse weights over concepts are (rows of concepts, values).

    `lent` weighs the concepts whose texts expand the capability's own, length one; `word_length` and `letter_length`
    are the lengths of the expanded vectors.
    """

    profile: CapabilityProfile
    tokens: tuple[Token, ...]
    words: SparseRow
    letters: SparseRow
    lent: Weights
    word_length: float
    letter_length: float
    vector: RealArray | None
    thoughts: Weights
    named: Weights
    tags: frozenset[str]
    terms: tuple[str, ...]


def full_text(passages: Iterable[Passage]) -> str:
    """Return the passages as one text, as it is encoded."""
    return ". ".join(passage.text.strip() for passage in passages if passage.text.strip())


def language_of(passages: Sequence[Passage]) -> Language:
    """Return the language that all passages are stated to be in, or the one their text is in."""
    stated = {passage.language for passage in passages}
    return resolve(full_text(passages), stated.pop() if len(stated) == 1 else None)


def softmax(logits: RealArray) -> RealArray:
    """Return exp(x) / sum exp(x) along the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def sparse_weights(weights: RealArray, at_most: int) -> Weights:
    """Return the largest positive weights as (places ascending, values)."""
    count = min(at_most, int((weights > 0).sum()))
    places = np.sort(np.argsort(-weights, kind="stable")[:count]).astype(np.int32)
    return places, weights[places]


class Reader:
    """Reads profiles with the help of a vocabulary and, when there is one, an encoder."""

    def __init__(
        self, vocabulary: Vocabulary, analyser: Analyser, encoder: Encoder | None, vectors: VectorStore
    ) -> None:
        self.analyser = analyser
        self.knowledge = Knowledge.of(vocabulary, analyser, encoder, vectors)
        self._names = ConceptNames(vocabulary, analyser)
        self._encoder = encoder
        self._vectors = vectors
        self.need = lru_cache(maxsize=4_000)(self._need)

    def _need(self, profile: NeedProfile) -> NeedReading:
        """Return what a need says; kept for the next time."""
        tokens = self._tokens(profile.passages, profile.tags)
        words = weighted(word_counts(tokens), self.knowledge.word_rarity)
        letters = weighted(letter_counts(tokens), self.knowledge.letter_rarity)
        word_concepts = np.asarray(self.knowledge.word_texts @ words.dense())
        vector = self._meaning([profile], "need")
        # Row by row, as in the signal of meaning: the same sums with any number of threads.
        mapped = None if vector is None else unit(np.vecdot(self.knowledge.map, vector[0]))
        return NeedReading(
            profile=profile,
            tokens=tokens,
            words=words,
            letters=letters,
            word_concepts=word_concepts,
            letter_concepts=np.asarray(self.knowledge.letter_texts @ letters.dense()),
            vector=None if vector is None else vector[0],
            mapped=mapped,
            thoughts=self._need_thoughts(mapped, word_concepts),
            named=unit(self._named(profile.passages, profile.tags)),
            tags=self._tags(profile),
            terms=self._terms(tokens),
        )

    def capabilities(self, profiles: Sequence[CapabilityProfile]) -> list[CapabilityReading]:
        """Return what capabilities say; many at once cost less each."""
        if not profiles:
            return []
        vectors = self._meaning(profiles, "capability")
        tokens = [self._tokens(profile.passages, profile.tags) for profile in profiles]
        words = [weighted(word_counts(each), self.knowledge.word_rarity) for each in tokens]
        letters = [weighted(letter_counts(each), self.knowledge.letter_rarity) for each in tokens]
        word_concepts = np.asarray((stacked(words) @ self.knowledge.word_texts.T).todense())
        named = np.stack([self._named(profile.passages, profile.tags) for profile in profiles])
        thoughts = self._capability_thoughts(vectors, word_concepts, named)
        lent = [self._lent(thought, name) for thought, name in zip(thoughts, named, strict=True)]
        word_lengths = self._lengths(words, lent, self.knowledge.word_texts)
        letter_lengths = self._lengths(letters, lent, self.knowledge.letter_texts)
        return [
            CapabilityReading(
                profile=profile,
                tokens=tokens[at],
                words=words[at],
                letters=letters[at],
                lent=lent[at],
                word_length=float(word_lengths[at]),
                letter_length=float(letter_lengths[at]),
                vector=None if vectors is None else vectors[at],
                thoughts=sparse_weights(np.sqrt(thoughts[at]), _KEPT),
                named=sparse_weights(unit(named[at]), len(self.knowledge.concepts)),
                tags=self._tags(profile),
                terms=self._terms(tokens[at]),
            )
            for at, profile in enumerate(profiles)
        ]

    def _tokens(self, passages: Sequence[Passage], tags: Sequence[str]) -> tuple[Token, ...]:
        language = language_of(passages)
        texts = [*(self.analyser.tokens(each.text, each.language or language) for each in passages)]
        return tuple(
            token for text in (*texts, *(self.analyser.tokens(tag, language) for tag in tags)) for token in text
        )

    def _terms(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """Return words that the vocabulary hardly has: instruments, brands, numbers of standards, slips."""
        rarity = self.knowledge.word_rarity
        unusual = (
            fold(token.form)
            for token in tokens
            if not token.stop and len(token.form) >= _TERM_LENGTH and rarity[word_place(token.lemma)] >= _UNUSUAL
        )
        return tuple(dict.fromkeys(unusual))

    def _tags(self, profile: NeedProfile | CapabilityProfile) -> frozenset[str]:
        """Return the subject words of tags, folded; a concept id gives its words as well."""
        language = language_of(profile.passages)
        return frozenset(
            fold(word)
            for tag in profile.tags
            for token in self.analyser.tokens(tag.replace("_", " "), language)
            if not token.stop
            for word in (token.lemma, *token.parts)
        )

    def _meaning(self, profiles: Sequence[NeedProfile | CapabilityProfile], role: str) -> RealArray | None:
        if self._encoder is None:
            return None
        texts = [(language_of(profile.passages), full_text(profile.passages)) for profile in profiles]
        return centred_texts(texts, role, self._encoder, self._vectors, self.knowledge.means)

    def _named(self, passages: Sequence[Passage], tags: Sequence[str]) -> RealArray:
        """Return one for every concept that is named, and less for broader ones, shape (K,)."""
        language = language_of(passages)
        weights = np.zeros(len(self.knowledge.concepts))
        texts = [*((each.text, each.language or language) for each in passages), *((tag, language) for tag in tags)]
        for text, text_language in texts:
            for mention in self._names.find(text, text_language):
                for concept in mention.concepts:
                    self._name(weights, concept)
        for tag in tags:
            self._name(weights, tag)
        return weights

    def _name(self, weights: RealArray, concept: str) -> None:
        row = self.knowledge.row_of.get(concept)
        if row is None:
            return
        weights[row] = 1.0
        for step, above in enumerate(self.knowledge.steps[row], start=1):
            weights[above] = max(weights[above], _BROADER_STEP**step)

    def _need_thoughts(self, mapped: RealArray | None, word_concepts: RealArray) -> RealArray:
        if mapped is None:
            logits = _WORDS_ALONE * word_concepts
        else:
            meaning = np.vecdot(self.knowledge.prototypes, mapped)
            logits = meaning / _NEED_TEMPERATURE + _WORDS_BESIDE_MEANING * word_concepts
        roots = np.sqrt(softmax(logits))
        # A need that could be about anything spreads evenly and would overlap with everything; what is even is no sign.
        return np.asarray(roots - roots.mean())

    def _capability_thoughts(self, vectors: RealArray | None, word_concepts: RealArray, named: RealArray) -> RealArray:
        if vectors is None:
            likely = softmax(_WORDS_ALONE * word_concepts)
        else:
            likely = softmax(vectors @ self.knowledge.prototypes.T / _CAPABILITY_TEMPERATURE)
        direct = np.where(named >= 1.0, 1.0, 0.0)
        weighed = likely + _NAMED_SHARE * direct / np.maximum(1.0, direct.sum(axis=1, keepdims=True))
        return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))

    def _lent(self, thought: RealArray, named: RealArray) -> Weights:
        places = np.argsort(-thought, kind="stable")[:_LENT]
        weights = np.where(named >= 1.0, 1.0, 0.0)
        weights[places] = np.maximum(weights[places], thought[places] / thought[places[0]])
        return sparse_weights(unit(weights), len(weights))

    def _lengths(self, own: Sequence[SparseRow], lent: Sequence[Weights], texts: sparse.csr_matrix) -> RealArray:
        """Return the length of own + LENT_WEIGHT × lent texts for each, shape (len(own),)."""
        ends = np.cumsum([0, *(len(places) for places, _ in lent)])
        places = np.concatenate([places for places, _ in lent])
        values = np.concatenate([values for _, values in lent])
        weights = sparse.csr_matrix((values, places, ends), shape=(len(lent), len(self.knowledge.concepts)))
        expanded = stacked(own) + LENT_WEIGHT * (weights @ texts)
        return np.asarray(np.sqrt(np.asarray(expanded.multiply(expanded).sum(axis=1)).ravel()))
