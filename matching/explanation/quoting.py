"""Cuts what is quoted of a unit: a short one whole, of a longer one whole parts between two breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from matching.explanation.shared_words import everyday_rarity
from matching.explanation.sides import NamedAt, Unit
from matching.results import Quote
from matching.text.clauses import Word, quote

LONGEST: Final = 12  # words
_SHORTEST, _SHORTEST_SPAN = 3, 4
_AROUND_A_NAME: Final = 7
_MOST_SPANS: Final = 8
_COST_OF_A_WORD: Final = 0.05
_JOINING: Final = "och eller men and or but så so"
_BREAKING: Final = """
att som för med på i från till av om när hur där that which for with on in from to of if when how where by at
"""
_JOINS: Final = frozenset(_JOINING.split())
_BREAKS: Final = _JOINS | frozenset(_BREAKING.split())
_PAUSE: Final = re.compile(r"[,;:()\[\]–]")

# Measures how like texts are to what the quote is to say; an encoder's answer.
Measure = Callable[[Sequence[str]], Sequence[float]]


def quote_name(unit: Unit, place: NamedAt) -> Quote:
    """Quote a name with the words around it, up to a break on each side."""
    words, text = unit.words, unit.passage.text
    inside = [at for at, word in enumerate(words) if word.start >= place.start and word.end <= place.end]
    if not inside:
        return Quote(unit.passage.field, place.start, place.end, text[place.start : place.end])
    if len(words) <= LONGEST:
        return quote(unit.passage, words)
    first, last = inside[0], inside[-1]
    while last + 1 < len(words) and last - first + 1 < _AROUND_A_NAME and not _is_edge(unit, last + 1):
        last += 1
    while first > 0 and last - first + 1 < _AROUND_A_NAME and not _is_edge(unit, first):
        first -= 1
    return quote(unit.passage, words[first : last + 1])


def quote_unit(unit: Unit, measure: Measure | None) -> Quote:
    """Quote a unit, or of a long one the part that says most: by `measure`, or by how rare its words are."""
    if len(unit.words) <= LONGEST:
        return quote(unit.passage, unit.words)
    edges = [0, *(at for at in range(1, len(unit.words)) if _is_edge(unit, at)), len(unit.words)]
    spans = [(a, max(b for b in edges if b - a <= LONGEST)) for a in edges[:-1]]
    spans = [(a, b) for a, b in spans if b - a >= _SHORTEST_SPAN][:_MOST_SPANS]
    if not spans:
        return quote(unit.passage, unit.words[:LONGEST])
    if measure is None:
        values: Sequence[float] = [sum(_worth(word) for word in unit.words[a:b]) for a, b in spans]
    else:
        values = measure([unit.passage.text[unit.words[a].start : unit.words[b - 1].end] for a, b in spans])
    first, last = spans[max(range(len(spans)), key=lambda at: (round(float(values[at]), 6), -at))]
    if unit.words[first].lemma in _JOINS and last - first > _SHORTEST:
        first += 1
    return quote(unit.passage, unit.words[first:last])


def _worth(word: Word) -> float:
    return (0.0 if word.stop else everyday_rarity(word.lemma)) - _COST_OF_A_WORD


def _is_edge(unit: Unit, at: int) -> bool:
    """Tell whether a reader would pause before a word."""
    word, before = unit.words[at], unit.words[at - 1]
    return word.lemma in _BREAKS or _PAUSE.search(unit.passage.text, before.end, word.start) is not None
