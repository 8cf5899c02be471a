"""How far a sentence of a capability offers something: what is sent elsewhere, required or unknown offers little."""

from __future__ import annotations

import re
from typing import Final

from matching.explanation.sides import Segment
from matching.hard_limits.elsewhere import is_elsewhere

_REQUIRES: Final = re.compile(
    r"\b(?:krävs|kräver|(?:behöver|måste|ska) (?:vara|finnas|ha|ordnas|beställas|komma)|förutsätter|"
    r"ni (?:står för|svarar för|ansvarar)|kommer från er|"
    r"(?:is|are) (?:required|needed)|requires?|what it takes|(?:has|have|needs?) to be|must|you (?:provide|answer for)|"
    r"comes? from you|your responsibility)\b",
    re.IGNORECASE,
)
# What a reader is told to do, or to bring, is no offer yet.
_TELLS_TO: Final = re.compile(
    r"^\W*(?:kontakta|fråga|ring|ta med|ta kontakt|kom med|skicka med|säg|berätta|tala om|beskriv|räkna med|contact|"
    r"ask|call|bring|come with|get in touch|say|tell|describe|expect|enclose)\b(?![^.]*;)",
    re.IGNORECASE,
)
_UNKNOWN: Final = re.compile(
    r"\b(?:(?:är )?inte (?:känt|klarlagt|bekräftat)|(?:framgår|nämns|står) inte|"
    r"fråga (?:om|vilken|vilka|vad|först)|(?:is )?not (?:known|clear|confirmed)|does not say|"
    r"(?:is|are) not (?:stated|mentioned)|ask (?:whether|which|what|first|if)|something to ask)\b",
    re.IGNORECASE,
)
_OFFERS, _DEMANDS, _LEAVES_OPEN, TURNS_AWAY = 1.0, 0.7, 0.7, 0.5


def offering(segment: Segment) -> float:
    """Return how far a sentence offers something, from 0 to 1; a heading always does."""
    if segment.is_heading:
        return _OFFERS
    if is_elsewhere(segment.passage.text, segment.start):
        return TURNS_AWAY
    if _REQUIRES.search(segment.text) or _TELLS_TO.search(segment.text):
        return _DEMANDS
    return _LEAVES_OPEN if _UNKNOWN.search(segment.text) else _OFFERS
