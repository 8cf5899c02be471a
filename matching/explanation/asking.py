"""How far a clause of a need asks for something: what a company has, has done or rules out asks for little."""

from __future__ import annotations

import re
from typing import Final

from matching.explanation.sides import Segment

_WANTS: Final = re.compile(
    r"\b(?:behöver|behövs|vill|vore|söker|letar|önskar|måste|ska|skulle|hjälp|vem kan|var kan|vem gör|"
    r"någon som|nån som|kan man|hur|vad|vilka|vilken|need|needs|want|wants|looking|seek|would like|like to|help|please|"
    r"must|who can|"
    r"where can|someone|somebody|anyone|how|what|which|asks|requires|kräver)\b|\?",
    re.IGNORECASE,
)
_HAS: Final = re.compile(
    r"^\W*(?:(?:vi|we|jag|i|our|vår|vårt|våra|själva|redan|already|company|bolaget)\s+)?(?:har|have|has|had|hade|är|are|"
    r"am|fick|got|äger|own|kör|säljer|sell|gör|made|make|is|was|arbetar|work|current|currently|idag|i dag)\b",
    re.IGNORECASE,
)
_DONE: Final = re.compile(r"\b(?:redan|already|själva|ourselves|elsewhere|in-house|annat bolag|förr)\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[.!?…](?:\s|$)|[\n\r]")

_ASKS, _TELLS, _TITLE, _OWNS = 1.0, 0.85, 0.95, 0.65
_OF_WHAT_IS_DONE: Final = 0.7


def asking(segment: Segment) -> float:
    """Return how far a clause asks for something, by its own words and its sentence's, from 0 to 1."""
    text, clause = segment.passage.text, segment.text
    start = max((found.end() for found in _SENTENCE_END.finditer(text, 0, segment.start)), default=0)
    end = _SENTENCE_END.search(text, segment.end)
    sentence = text[start : end.end() if end else len(text)]
    value = _ASKS if _WANTS.search(sentence) else _TELLS
    if segment.passage.field.startswith(("title", "name")):
        value = _TITLE
    elif (_HAS.search(sentence) and not _WANTS.search(clause)) or _HAS.search(clause):
        value = _OWNS
    # "We want samples that are already collected" asks for them.
    return value * _OF_WHAT_IS_DONE if _DONE.search(clause) and not _WANTS.search(clause) else value
