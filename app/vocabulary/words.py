"""Turning typed words into concepts of the vocabulary, and saying which words it does not have."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa
from rapidfuzz import process
from rapidfuzz.distance import Indel
from sqlalchemy.orm import Session

from app.limits import CONCEPTS_OF_ONE, EXPLAINED_WORDS, TERM_TYPED
from models.vocabulary import Concept, Term, TermKind

# A label may hold a comma itself ("absorption, distribution, metabolism…"), so so many pieces are tried as one.
_LONGEST_LABEL = 4
_SUGGESTED = 3
# How like two words must be for one to be suggested in place of the other, from 0 to 1.
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A word that stands for several concepts, which only their labels tell apart."""

    word: str
    concepts: Sequence[Concept]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word the vocabulary does not have, and labels that look like it."""

    word: str
    alike: Sequence[str]


@dataclass(slots=True)
class Reading:
    """What a text of typed words stands for; concepts in the order they were named, each once."""

    concepts: list[Concept] = field(default_factory=list)
    ambiguous: list[Ambiguous] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    is_too_long: bool = False


def read_words(session: Session, text: str | None) -> Reading:
    """Return the concepts named by labels, keys or synonyms, in either language, with commas or line breaks between."""
    reading = Reading()
    if not text:
        return reading
    if len(re.findall(r"[^\n;,\s][^\n;,]*", text)) > _LONGEST_LABEL * CONCEPTS_OF_ONE:
        # More than can ever be saved: nothing is looked up.
        reading.is_too_long = True
        return reading
    known = _known_words(session)
    named: dict[int, Concept] = {}
    for word in words_of(text, known):
        found = list(known.get(_folded(word), {}).values())
        if len(found) == 1:
            named.setdefault(found[0].id, found[0])
        elif found:
            reading.ambiguous.append(Ambiguous(word, found))
        else:
            alike = _alike(word, known) if len(reading.unknown) < EXPLAINED_WORDS else ()
            reading.unknown.append(Unknown(word, alike))
    reading.concepts.extend(named.values())
    return reading


def words_of(text: str, known: Container[str]) -> Iterator[str]:
    """Yield the words of a text with commas or line breaks between; a label may have a comma in it."""
    for line in re.split(r"[\n;]", text):
        pieces = [piece.strip() for piece in line.split(",") if piece.strip()]
        while pieces:
            count = next((n for n in range(_LONGEST_LABEL, 1, -1) if _joined(pieces, n) in known), 1)
            word, pieces = ", ".join(pieces[:count]), pieces[count:]
            yield word


class KnownWords:
    """The vocabulary's labels, keys and synonyms, for whoever reads many texts one after the other."""

    def __init__(self, session: Session) -> None:
        self._known = {word: list(found) for word, found in _known_words(session).items()}

    def numbers_in(self, text: str) -> list[int] | None:
        """Return the numbers of the concepts that a text names, in their order; None where a word is not one's."""
        found = [self._known.get(_folded(word), []) for word in words_of(text, self._known)]
        return sorted({each[0] for each in found}) if all(len(each) == 1 for each in found) else None


def _folded(word: str) -> str:
    return re.sub(r"\s+", " ", word).strip().casefold()


def _joined(pieces: Sequence[str], count: int) -> str:
    return _folded(", ".join(pieces[:count])) if len(pieces) >= count else ""


def _known_words(session: Session) -> dict[str, dict[int, Concept]]:
    """Return the concepts by folded word; a label or a key means its own concept, whoever has it as a synonym."""
    concepts = {concept.id: concept for concept in session.scalars(sa.select(Concept))}
    known: dict[str, dict[int, Concept]] = {}
    synonyms = session.execute(sa.select(Term.concept_id, Term.text).where(Term.kind == TermKind.SYNONYM))
    for concept_id, text in synonyms:
        known.setdefault(_folded(text), {})[concept_id] = concepts[concept_id]
    labels: dict[str, dict[int, Concept]] = {}
    for concept in concepts.values():
        for word in (concept.key, concept.label_sv, concept.label_en):
            labels.setdefault(_folded(word), {})[concept.id] = concept
    return known | labels


def _alike(word: str, known: dict[str, dict[int, Concept]]) -> list[str]:
    """Return the words nearest to one that is not known: those that hold it, else those spelled like it."""
    folded = _folded(word)[:TERM_TYPED]
    holding = sorted((each for each in known if folded in each), key=partial(_distance, folded))
    if holding:
        return holding[:_SUGGESTED]
    near = process.extract(folded, list(known), scorer=Indel.normalized_similarity, limit=None, score_cutoff=_ALIKE)
    return [each for each, _likeness, _key in sorted(near, key=lambda found: (-found[1], found[0]))[:_SUGGESTED]]


def _distance(folded: str, word: str) -> tuple[int, str]:
    return len(word) - len(folded), word
