"""How people join a second need to a first in one text, and how they ask for a next step in the same, in sv and en."""

from __future__ import annotations

import enum
import re
from typing import Final

from matching.text.mail_words import ASKING

# Where the next sentence looks for a joint: what stands later in it joins nothing.
_LOOKED_AT: Final = 160
_ITEM: Final = re.compile(r"\s*(?:[-*•–]|\(?[1-9a-d][.)])\s")
# Says by itself that something else follows.
_ANOTHER: Final = re.compile(
    r"\b(?:en|ett)\s+(?:helt\s+)?(?:annan|annat)\s+(?:fråga|sak|behov|ärende|projekt|grej|önskemål|förfrågan)\b"
    r"|\b(?:helt|något)\s+annat\b|\ben\s+sak\s+till\b|\bytterligare\s+(?:ett\s+behov|en\s+(?:fråga|sak|önskan))\b"
    r"|\b(?:separat|oberoende|fristående)\s+(?:från|av|behöv|vill|sök|undr)|\butan\s+samband\b"
    r"|\bpassar\s+(?:också\s+|även\s+)?på\s+att\s+fråga\b|\bi\s+det\s+andra\s+(?:projektet|fallet)\b"
    r"|\bandra\s+(?:behovet|ärendet|frågan)\s+är\b|\b(?:behov|fråga|need|question|request)\s+2\b"
    r"|\banother\s+(?:question|need|request|matter|thing|issue)\b|\bunrelated\b"
    r"|\b(?:a|the|our)\s+second\s+(?:need|question|request|matter|thing|project)\b"
    r"|\b(?:different|separate)\s+(?:question|need|request|matter|project)\b|^\s*separately\b",
    re.IGNORECASE,
)
# Goes on, with the same thing or with another.
_MORE: Final = re.compile(
    r"^\s*(?:och\s+)?(?:dessutom|utöver\s+de(?:t|tta)|därutöver|vidare|för\s+det\s+andra|sedan\s+har\s+vi|samtidigt)\b"
    r"|^\s*(?:in\s+addition|besides|furthermore|moreover|secondly|second|also|apart\s+from\s+that|on\s+top\s+of\s+that)\b"
    r"|^[^.!?]{0,40}\b(?:också|även|likaså|also|as\s+well)\b",
    re.IGNORECASE,
)
# Points back at what has just been asked for: a step in the same work.
_BACK: Final = re.compile(
    r"\b(?:resultate[nt]|skillnaderna|samma|dem|dessa|därefter|därpå|efteråt|till\s+sist|sedan\s+(?:ska|vill|behöver))\b"
    r"|\b(?:the\s+results?|the\s+differences|the\s+same|them|these|those|its|afterwards|then|finally)\b",
    re.IGNORECASE,
)
# What must be done is asked for as well, whoever is to do it.
_MUST_BE: Final = re.compile(r"\b(?:ska|måste|behöver|must|should)\s+(?:be\s+)?\w+|\bbehövs\b", re.IGNORECASE)
_ADVERB: Final = re.compile(r"\b(?:också|även|dessutom|gärna|also|additionally)\s+", re.IGNORECASE)
_LEAD: Final = re.compile(r"^[^.!?:]{0,60}:\s+(?=\S)")


class Joint(enum.Enum):
    """How plainly a text says that another need follows."""

    NONE = enum.auto()
    MORE = enum.auto()
    ITEM = enum.auto()
    ANOTHER = enum.auto()


def joint(after: str) -> Joint:
    """Return what the beginning of a part says of its joint with the part before."""
    start = after[:_LOOKED_AT]
    if _ANOTHER.search(start):
        return Joint.ANOTHER
    if is_item(start):
        return Joint.ITEM
    return Joint.MORE if _MORE.search(start) else Joint.NONE


def is_item(text: str) -> bool:
    """Tell whether a text begins with a list's mark."""
    return _ITEM.match(text) is not None


def asks(text: str) -> bool:
    """Tell whether a text asks for something, with or without an adverb between."""
    plain = _ADVERB.sub("", text)
    return ASKING.search(plain) is not None or _MUST_BE.search(plain) is not None


def points_back(text: str) -> bool:
    """Tell whether the beginning of a part points back at what was asked for before it."""
    return _BACK.search(text[:_LOOKED_AT]) is not None


def without_joint(text: str) -> str:
    """Return a part without the mark or the words that join it, for a title."""
    plain = _ITEM.sub("", text, count=1).strip() if is_item(text) else text.strip()
    lead = _LEAD.match(plain)
    if lead and joint(lead.group()) is not Joint.NONE:
        plain = plain[lead.end() :]
    plain = re.sub(r"^(?:dessutom|vidare|also|besides|furthermore|in addition)\b[,:]?\s*", "", plain, flags=re.I)
    return plain[:1].upper() + plain[1:]
