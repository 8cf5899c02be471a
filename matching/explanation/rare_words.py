"""Rare words that both sides of a pair say: the trade's own or an expert's, rare in the field as well as in general."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import ratio

from matching.explanation.shared_words import cognate_key, everyday_rarity
from matching.explanation.sides import NamedAt, Segment, Side
from matching.features.extractor import Extractor
from matching.features.hashing import word_place
from matching.text.clauses import Word
from matching.text.word_analysis import fold
from matching.text.word_frequency import zipf_frequency
from matching.vocabulary.concepts import Vocabulary

_RARE_IN_TRADE, _RARE = 6.6, 0.5
_SELDOM: Final = 3.6  # Zipf frequencies of both languages together up to which a word is an expert's
_COGNATE_ALIKE: Final = 75.0
_COGNATE: Final = 0.75
_UNLIKE: Final = 0.05  # cosine under which two segments speak of different things
# Rare in general, and yet every request and every offer in the field says these.
_FIELD: Final = """
etik ethics ethical etisk avtal agreement kontrakt contract klinisk clinical klinik clinic läkare doctor physician
uppföljning kurs course medicin medicine sjukvård healthcare prövning dokumentation documentation validering
validation validera validate experiment model modell biologisk biological batch omgång protokoll protocol art species
algoritm algorithm molekyl molecule kemi chemistry expert optimera optimize optimering optimisation optimization
validerad behandling treatment terapi therapy sjukdom disease diagnos diagnosis klassificering standard funktion
function struktur structure akademi academia akademisk academic industri industry företag forskare researcher
vetenskaplig scientific nationell national internationell global infrastruktur infrastructure plattform platform
nätverk network databas database register kohort miljö environment process program programme regulatorisk regulatory
kompetens modern avancerad advanced system verktyg tool steril sterile donator donor mikroskop microscope kemisk
chemical biologi biology
"""
_MEASURES: Final = "kda da nm um µm mm cm ml µl ul mg ug µg ng kg mol mm2 kvm kv hz mhz ghz tb gb"
_SAY_LITTLE: Final = frozenset(_FIELD.split())
_UNITS: Final = frozenset(_MEASURES.split())


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word that both say: where, 1 for the same word and less for its Latin cognate, and how rare it is, 0 to 1."""

    need: NamedAt
    capability: NamedAt
    same: float
    rarity: float


class RareWords:
    """Finds shared words that an expert would notice."""

    def __init__(self, vocabulary: Vocabulary, extractor: Extractor) -> None:
        self._idf = extractor.knowledge.word_idf
        self._trade = frozenset(
            key
            for concept in vocabulary.concepts.values()
            for language, said in concept.wordings.items()
            for name in said.names
            for token in extractor.analyser.tokens(name, language)
            for key in (fold(token.lemma), *(fold(part) for part in token.parts))
        )

    def find(self, asked: Side, offered: Side) -> Iterator[SharedWord]:
        """Yield every rare word that both say, each once, in the need's order."""
        places = _places(offered)
        done: set[str] = set()
        for at, segment in enumerate(asked.segments):
            for word in segment.words:
                if word.key in done or not self._tells(word):
                    continue
                met = [
                    each
                    for each in _met(word, places)
                    if _same_number(segment, word, offered.segments[each[0]], each[1])
                ]
                best = _likeliest(met, asked, at, offered) if met else None
                if best is None:
                    continue
                done.add(word.key)
                theirs, other = best
                yield SharedWord(
                    NamedAt(at, word.start, word.end),
                    NamedAt(theirs, other.start, other.end),
                    1.0 if word.key == other.key else _COGNATE,
                    everyday_rarity(word.lemma),
                )

    def _tells(self, word: Word) -> bool:
        if word.stop or word.lemma in _SAY_LITTLE or word.key in _UNITS:
            return False
        if everyday_rarity(word.lemma) < _RARE or self._idf[word_place(word.lemma)] < _RARE_IN_TRADE:
            return False
        of_the_trade = word.key in self._trade or any(part in self._trade for part in word.parts)
        return of_the_trade or zipf_frequency(word.lemma, "en") + zipf_frequency(word.lemma, "sv") <= _SELDOM


def _places(side: Side) -> dict[str, list[tuple[int, Word]]]:
    found: dict[str, list[tuple[int, Word]]] = {}
    for at, segment in enumerate(side.segments):
        for word in segment.words:
            if not word.stop:
                for key in _keys(word):
                    found.setdefault(key, []).append((at, word))
    return found


def _keys(word: Word) -> tuple[str, ...]:
    cognate = cognate_key(word.key)
    return (word.key, f"~{cognate}") if cognate else (word.key,)


def _met(word: Word, places: dict[str, list[tuple[int, Word]]]) -> list[tuple[int, Word]]:
    found = next((places[key] for key in _keys(word) if key in places), [])
    return [each for each in found if each[1].key == word.key or ratio(word.key, each[1].key) >= _COGNATE_ALIKE]


def _likeliest(met: list[tuple[int, Word]], asked: Side, at: int, offered: Side) -> tuple[int, Word] | None:
    """Return the place whose segment is most like the need's; None where they speak of different things."""
    if not asked.has_meaning or not offered.has_meaning:
        return max(met, key=lambda each: float(offered.asks[each[0]]))
    places = [segment for segment, _ in met]
    likes = (offered.vectors[places] @ asked.vectors[at]) * offered.asks[places]
    return met[int(likes.argmax())] if likes.max() >= _UNLIKE else None


def _same_number(segment: Segment, word: Word, other_segment: Segment, other: Word) -> bool:
    """Tell whether the number after a word ("skyddsnivå 2") is the same on both sides; none asks for none."""
    number = _number_after(segment, word)
    return not number or number == _number_after(other_segment, other)


def _number_after(segment: Segment, word: Word) -> str:
    found = re.match(r"[\s-]{0,2}(\d+)\b", segment.passage.text[word.end : word.end + 8])
    return found[1] if found else ""
