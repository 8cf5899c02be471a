"""Sentences in which a capability sends its reader elsewhere or turns something down: they name what it does not do."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from matching.text.word_analysis import sentences

_ELSEWHERE: Final = re.compile(
    r"\b(?:någon annanstans|(?:en|ett) ann(?:an|at) (?:sak|tjänst|fråga|uppgift|enhet|anläggning)|av andra|"
    r"hos andra|andra (?:enheter|anläggningar|ställen)|i ?stället(?! för)|räcker|enklare|billigare|passar bättre|"
    r"ett alternativ|"
    r"lär inte|elsewhere|another (?:matter|service|question|unit|facility)|(?:by|at) (?:others|other \w+)|"
    r"something else|(?:go|goes|belong|belongs) (?:to|at|in) (?:others|other \w+|the hospital)|in other \w+|"
    r"hör till sjukhuset|finns andra|there are others|instead(?! of)|is enough|simpler|cheaper|fits better|"
    r"(?:the unit['’]s|enhetens) (?:own|egen) \w*(?:manufactur|tillverk)\w*|an alternative|better served|"
    r"are unlikely)\b",
    re.IGNORECASE,
)
# "If it was done elsewhere, the tissue can still be assessed here."
_HERE: Final = re.compile(
    r"\b(?:ändå|still)\b.*\b(?:här|hit|here)\b|\bär inte (?:belagt|känt)|is not (?:established|known)", re.IGNORECASE
)
# "Unknown proteins are not found this way; that takes mass spectrometry."
_NO: Final = re.compile(r"\b(?:inte|ej|aldrig|ingen|inget|inga|not|never|no)\b|n['’]t\b", re.IGNORECASE)
_THAT_TAKES: Final = re.compile(
    r"\W*(?:det|sådant|till det|för det|that|this|it|for that)\s+"
    r"(?:kräver|fordrar|behövs|behöver|krävs|takes|needs|requires|calls for)\b",
    re.IGNORECASE,
)
# "Not for living cells." "Vi tar inte emot prover från patienter, men …" Only at the start of a sentence, and no
# further than its first clause: what a "no" later on denies is often the sample.
_TURNED_DOWN: Final = re.compile(
    r"\W*(?:(?:(?:it|this|that|the (?:method|service|unit)) (?:is|are) )?"
    r"not (?:for|suited (?:to|for)|suitable for|intended for|meant for)|"
    r"we (?:do not|don['’]t|never) "
    r"(?:do|offer|run|perform|provide|take on|take|accept|handle|measure|image|analy[sz]e)|"
    r"we (?:do|offer|run|perform|provide|take|accept) no|"
    r"(?:(?:det|den|detta|tjänsten|metoden|enheten) )?(?:(?:är|passar|lämpar sig) )?"
    r"(?:inte|ej) (?:(?:lämplig\w*|avsedd\w*|till) )?för|"
    r"vi (?:gör|erbjuder|utför|tar emot|tar|mäter|kör|analyserar|hanterar|avbildar|odlar) "
    r"(?:inte|ingen|inget|inga|aldrig|ej))\b"
    r"(?! (?:only|just|always|charge|bara|enbart|endast|alltid|betalt|ut|in|over|us|oss|sent|late)\b)",
    re.IGNORECASE,
)
_CLAUSE_OVER: Final = re.compile(r"[;:–]|,?\s(?:men|utan|däremot|but|though|however|unless|om inte)\b", re.IGNORECASE)

Span = tuple[int, int]


@lru_cache(maxsize=20_000)
def elsewhere_spans(text: str) -> tuple[Span, ...]:
    """Return the parts of a capability's text that are about what others do or what it turns down, in reading order."""
    found, before = [], ""
    for start, end in sentences(text):
        said = text[start:end]
        if (_ELSEWHERE.search(said) and not _HERE.search(said)) or (_NO.search(before) and _THAT_TAKES.match(said)):
            found.append((start, end))
        elif refused := _TURNED_DOWN.match(said):
            over = _CLAUSE_OVER.search(said, refused.end())
            found.append((start, start + over.start() if over else end))
        before = said
    return tuple(found)


def without_elsewhere(text: str) -> str:
    """Return a text with spaces for the sentences that send elsewhere, so that offsets hold."""
    for start, end in elsewhere_spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def is_elsewhere(text: str, start: int) -> bool:
    """Tell whether a place in a text lies in a sentence that sends elsewhere."""
    return any(first <= start < last for first, last in elsewhere_spans(text))
