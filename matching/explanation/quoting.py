"""Cuts what is quoted of a segment: its sentence where that is short, else whole parts between two pauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from matching.explanation.shared_words import everyday_rarity
from matching.explanation.sides import LONGEST, NamedAt, Segment
from matching.results import Quote
from matching.text.clauses import Word, quote

_FEWEST: Final = 4
_MOST_SPANS: Final = 8
# How a sentence begins says most of the time what it is about.
_OF_THE_BEGINNING: Final = 0.05
_JOINING: Final = "och eller men and or but så so"
_OPENING: Final = "att som när om hur där vad vilka that which when if how where what"
_LEADING: Final = "för med på i från till av vid for with on in from to of by at"
_JOINS: Final = frozenset(_JOINING.split())
_OPENS: Final = _JOINS | frozenset(_OPENING.split())
_LEADS: Final = frozenset(_LEADING.split())
_PAUSE: Final = re.compile(r"[,;:()\[\]–]")
_FULL_PAUSE: Final = re.compile(r"[;:()\[\]–]")

# Measures how like texts are to what the quote is to say; an encoder's answer.
Measure = Callable[[Sequence[str]], Sequence[float]]
# The words `words[first:last]` of a segment.
Span = tuple[int, int]


def quote_name(segment: Segment, place: NamedAt) -> Quote:
    """Quote a name with what is said around it."""
    if (short := _short(segment)) is not None:
        return short
    inside = [at for at, word in enumerate(segment.words) if word.start >= place.start and word.end <= place.end]
    if not inside:
        return Quote(segment.passage.field, place.start, place.end, segment.passage.text[place.start : place.end])
    first, last = inside[0], inside[-1]
    before = [each for each in _pauses(segment) if last - LONGEST < each <= first]
    alone = (min(before, default=first), last + 1)
    return _quoted(segment, next((each for each in _spans(segment) if each[0] <= first and last < each[1]), alone))


def quote_segment(segment: Segment, measure: Measure | None) -> Quote:
    """Quote a segment, or of a long one the part that says most: by `measure`, or by how rare its words are."""
    if (short := _short(segment)) is not None:
        return short
    spans = [each for each in _spans(segment) if each[1] - each[0] >= _FEWEST][:_MOST_SPANS]
    if not spans:
        return quote(segment.passage, segment.words[:LONGEST])
    if measure is None:
        values = [sum(_worth(word) for word in segment.words[a:b]) for a, b in spans]
    else:
        texts = [segment.passage.text[segment.words[a].start : segment.words[b - 1].end] for a, b in spans]
        values = [
            float(value) + _OF_THE_BEGINNING * (a == 0) for value, (a, _b) in zip(measure(texts), spans, strict=True)
        ]
    return _quoted(segment, spans[max(range(len(spans)), key=lambda at: (round(values[at], 6), -at))])


def _short(segment: Segment) -> Quote | None:
    """Quote a whole sentence, or else a whole segment, that is short enough."""
    if 0 < len(segment.sentence) <= LONGEST:
        return quote(segment.passage, segment.sentence)
    return quote(segment.passage, segment.words) if len(segment.words) <= LONGEST else None


def _spans(segment: Segment) -> list[Span]:
    """Return a long segment's parts, each from where one can begin as far as whole parts fit, in reading order."""
    words, pauses = segment.words, _pauses(segment)
    breaths = sorted({*pauses, *(at for at in range(1, len(words)) if words[at].lemma in _LEADS)})
    spans = []
    for first, after in pairwise(pauses):
        if first and not _begins(segment, first, after):
            continue
        fitting = [at for at in pauses if first < at <= first + LONGEST]
        # A part of one word at the end says nothing without what follows.
        last = next((at for before, at in zip(fitting[-2::-1], fitting[:0:-1], strict=True) if at - before > 1), 0)
        last = last or (fitting[0] if fitting else first)
        if last - first < _FEWEST:
            last = max(at for at in (*breaths, first + LONGEST) if at <= min(first + LONGEST, len(words)))
        spans.append((first, max(last, min(len(words), first + _FEWEST))))
    return spans


def _pauses(segment: Segment) -> list[int]:
    """Return the places where a reader would pause, the beginning and the end among them."""
    return [0, *(at for at in range(1, len(segment.words)) if _is_pause(segment, at)), len(segment.words)]


def _is_pause(segment: Segment, at: int) -> bool:
    """Tell whether a reader would pause before a word."""
    word, before = segment.words[at], segment.words[at - 1]
    if _PAUSE.search(segment.passage.text, before.end, word.start):
        return True
    return word.lemma in _OPENS and before.lemma not in _OPENS and before.lemma not in _LEADS


def _begins(segment: Segment, first: int, after: int) -> bool:
    """Tell whether a quote can begin at a pause: not within a list, nor with the second of two things."""
    words, text = segment.words, segment.passage.text
    between = text[words[first - 1].end : words[first].start]
    if _FULL_PAUSE.search(between):
        return True
    joined = words[first].lemma in _JOINS
    return bool(_PAUSE.search(between)) if joined else after - first >= _FEWEST


def _quoted(segment: Segment, span: Span) -> Quote:
    """Quote a span, without the little word that joins it to what stands before it."""
    first, last = span
    if last < len(segment.words):
        while last - first > _FEWEST and segment.words[last - 1].lemma in _OPENS | _LEADS:
            last -= 1
    if segment.words[first].lemma in _JOINS and last - first > _FEWEST:
        first += 1
    return quote(segment.passage, segment.words[first:last])


def _worth(word: Word) -> float:
    return (0.0 if word.stop else everyday_rarity(word.lemma)) - 0.05
