"""What a database may know of documents to find candidates: words and concepts as lexemes, and a direction of meaning.

The lexemes are the engine's own, so that a text search treats Swedish and English as the ranking does. A concept that
is lent to a capability is one lexeme instead of its hundreds of words: the need is held against those words here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

from matching.arrays import RealArray
from matching.features.concept_matrix import Knowledge
from matching.features.documents import CapabilityDocument, NeedDocument
from matching.features.hashing import word_place
from matching.text.word_analysis import Token, fold

# No word holds this sign, so that no word is taken for a concept.
_CONCEPT: Final = "#"
# From which idf a word, and from which share a concept, is of a class; what is below all of them is of the last.
_WORD_CLASSES: Final = ((7.0, "A"), (5.5, "B"), (4.0, "C"))
_CONCEPT_CLASSES: Final = ((0.6, "A"), (0.3, "B"), (0.15, "C"))
_LAST_CLASS: Final = "D"
# What a need looks for: more words, which are commoner, or more concepts, which fit less, find more and rank it worse.
_WORDS: Final = 6
_CONCEPTS: Final = 6


def offered_lexemes(document: CapabilityDocument, knowledge: Knowledge) -> dict[str, str]:
    """Return a capability's lexemes, each with the class of what it tells: "A" most, "D" least."""
    found = {
        word: _class(float(knowledge.word_idf[word_place(word)]), _WORD_CLASSES) for word in _words(document.tokens)
    }
    for place, share in zip(*document.expansion, strict=True):
        found[_CONCEPT + knowledge.concepts[place]] = _class(float(share), _CONCEPT_CLASSES)
    return found


def asked_lexemes(
    document: NeedDocument, knowledge: Knowledge, weights: Mapping[str, float], *, breadth: int = 1
) -> list[str]:
    """Return the lexemes to look for: a need's rarest words, and the concepts that the signals' `weights` put first.

    Where `breadth` times as many capabilities are looked for, so many times as many concepts lead to them. A need that
    says nothing has none.
    """
    words = sorted(_words(document.tokens), key=lambda word: (-knowledge.word_idf[word_place(word)], word))
    if not words:
        return []
    fit = (
        weights.get("wording", 0.0) * document.word_concepts
        + weights.get("spelling", 0.0) * document.char_ngram_concepts
        + weights.get("problems", 0.0) * document.concept_distribution
    )
    concepts = np.argsort(-fit, kind="stable")[: _CONCEPTS * breadth]
    return words[:_WORDS] + [_CONCEPT + knowledge.concepts[place] for place in concepts]


def direction(document: NeedDocument, weights: Mapping[str, float]) -> RealArray | None:
    """Return the vector (dimension,) whose inner product with a capability's is what meaning adds, opposites aside.

    None without an encoder.
    """
    if document.vector is None or document.mapped is None:
        return None
    mapped, own = weights.get("meaning", 0.0) * document.mapped, weights.get("likeness", 0.0) * document.vector
    return np.asarray(mapped + own)


def _words(tokens: Iterable[Token]) -> set[str]:
    """Return the folded lemmas of subject words, and the parts of compounds."""
    subjects = (token for token in tokens if not token.stop)
    return {folded for token in subjects for word in (token.lemma, *token.parts) if (folded := fold(word))}


def _class(value: float, classes: Iterable[tuple[float, str]]) -> str:
    return next((name for least, name in classes if value >= least), _LAST_CLASS)
