"""Words that a need and a capability have in common: the same lemma, a compound's part, or a Latin twin."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wordfreq import zipf_frequency

from matching.phrases import MOST_WORDS, Clause, Word

Rarity = Callable[[str], float]

_SAME, _PART_IN_WORD, _PART_IN_PART, _TWIN = 1.0, 0.7, 0.45, 0.6
# Zipf frequencies (log10 per thousand million words): "hand" has 5.2, "plasma" 3.7, and what is not listed 0.
_EVERYBODYS, _EXPERTS = 6.5, 1.5
_RARITY_IN_TRADE = 0.1
_SHORTEST_TWIN = 7
_TWIN_LENGTH = 6
_SHORTEST_PART = 4
# A word that a text repeats is looked at in its first places only.
_MOST_PLACES = 8
# Every request and every offer says these, in whatever subject; alone they are no reason.
_COMMON = """
analys analysis analysera analyse method metod studie study studera test testa testing prov sample project projekt
resultat result data arbete work service stöd support support development utveckling utveckla develop material produkt
product patient cell person personal staff tid time vecka week månad month år year dag day stor large liten small hög
high låg low god good bra ny new nära near lokal local tillgång access instrument utrustning equipment laboratorium
laboratory rapport report kund customer client grupp group typ type nivå level del part vård care sjukhus hospital
forskning research universitet university intern internal extern external mäta measure mätning measurement köra run
göra visa show behöva kvalitet quality risk krav requirement pris price kostnad cost team expert expertis expertise
kunskap knowledge erfarenhet experience plats site rum room enhet unit center centrum centre sverige sweden svensk
swedish europa europe stockholm huddinge flemingsberg medical medicinsk sak fråga question problem sätt way mål goal
target steg step period serie series antal number mängd amount human mänsklig människa people bolag company kapacitet
capacity design plan planering planning teknik technology teknisk technical utbildning training använda användning use
using set based full whole first second standard
"""
_COMMON_IN_TRADE = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Shared:
    """Neighbouring words of a need's clause that a capability's clause has too; `weight` is 1 for one rare word."""

    weight: float
    need: tuple[Clause, tuple[Word, ...]]
    capability: tuple[Clause, tuple[Word, ...]]

    @property
    def keys(self) -> frozenset[str]:
        """What the shared words are, for telling whether two findings say the same."""
        return frozenset(word.key for word in self.need[1] if not word.stop)


@lru_cache(maxsize=50_000)
def everyday_rarity(lemma: str) -> float:
    """Return how rare a word is in general Swedish and English, from 0 (everybody's) to 1 (an expert's)."""
    if lemma in _COMMON_IN_TRADE or lemma.isdigit():
        return _RARITY_IN_TRADE
    frequency = max(zipf_frequency(lemma, "sv"), zipf_frequency(lemma, "en"))
    return min(1.0, max(0.0, (_EVERYBODYS - frequency) / (_EVERYBODYS - _EXPERTS)))


@lru_cache(maxsize=50_000)
def twin_key(key: str) -> str:
    """Return what the Swedish and the English form of a Latin or Greek word share, or "" for a short word.

    "mikroskopi" and "microscopy", "toxikologi" and "toxicology".
    """
    if len(key) < _SHORTEST_TWIN or not key.isalpha():
        return ""
    plain = key.replace("ph", "f").replace("th", "t").replace("qu", "kv").replace("ae", "e").replace("oe", "e")
    return re.sub(r"(.)\1", r"\1", plain.replace("c", "k").replace("y", "i").replace("z", "s"))[:_TWIN_LENGTH]


def find_shared(need: Sequence[Clause], capability: Sequence[Clause], rarity: Rarity) -> list[Shared]:
    """Return what both sides say, heaviest first; one finding for each stretch of the need's words."""
    places: defaultdict[str, list[tuple[int, int, bool]]] = defaultdict(list)
    for number, clause in enumerate(capability):
        for place, word in enumerate(clause.words):
            for key, whole in _keys(word):
                if len(places[key]) < _MOST_PLACES:
                    places[key].append((number, place, whole))
    found = []
    for clause in need:
        found += list(_of_clause(clause, capability, places, rarity))
    return sorted(found, key=lambda shared: (-shared.weight, shared.need[1][0].start, shared.capability[1][0].start))


def _keys(word: Word) -> Iterator[tuple[str, bool]]:
    """Yield (what the word can be found by, whether it is the whole word)."""
    if word.stop:
        return
    yield word.key, True
    for part in word.parts:
        if len(part) >= _SHORTEST_PART:
            yield part, False
    if twin := twin_key(word.key):
        yield f"~{twin}", True


def _of_clause(
    clause: Clause,
    capability: Sequence[Clause],
    places: dict[str, list[tuple[int, int, bool]]],
    rarity: Rarity,
) -> Iterator[Shared]:
    taken = -1
    for first, word in enumerate(clause.words):
        if first <= taken:
            continue
        meetings = {(number, place) for key, _whole in _keys(word) for number, place, _ in places.get(key, ())}
        runs = (_run(clause, first, capability[number], place, rarity) for number, place in sorted(meetings))
        best = max(runs, key=lambda run: run.weight, default=None)
        if best is not None and best.weight > 0:
            taken = first + len(best.need[1]) - 1
            yield best


def _run(need: Clause, first: int, capability: Clause, place: int, rarity: Rarity) -> Shared:
    """Follow two texts from two words that meet for as long as they go on alike."""
    weight, length, solid = 0.0, 0, 0
    while first + length < len(need.words) and place + length < len(capability.words) and length < MOST_WORDS:
        mine, theirs = need.words[first + length], capability.words[place + length]
        alike = likeness(mine, theirs)
        if not alike:
            break
        length += 1
        if not mine.stop:
            weight += alike * min(rarity(mine.lemma), rarity(theirs.lemma))
            solid = length
    return Shared(
        weight, (need, need.words[first : first + solid]), (capability, capability.words[place : place + solid])
    )


def likeness(mine: Word, theirs: Word) -> float:
    """Return how much two words say the same, from 0 to 1; function words only when they are equal."""
    if mine.key == theirs.key and mine.stop == theirs.stop:
        return _SAME
    if mine.stop or theirs.stop:
        return 0.0
    if mine.key in theirs.parts or theirs.key in mine.parts:
        return _PART_IN_WORD
    if (twin := twin_key(mine.key)) and twin == twin_key(theirs.key):
        return _TWIN
    parts = {part for part in mine.parts if len(part) >= _SHORTEST_PART} & set(theirs.parts)
    return _PART_IN_PART if parts else 0.0
