"""What a method is not for, as a need would ask for it: the vocabulary's "not for" phrases without their negation.

A phrase may name what the method does not do ("metal parts") or deny it ("does not measure binding strength"). A need
asks for the thing itself, so that only the affirmed words can be held against it.
"""

from __future__ import annotations

import re
from typing import Final

from matching.vocabulary.concepts import Concept

_NEGATION: Final = re.compile(
    r"\b(?:(?:does|do|is|are|can|was|were|will)\s+not|cannot|not|never|no|inte|ej|icke|aldrig|ingen|inget|inga)\b(?!-)\s*",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(r"[,;:]")
_AFTER: Final = re.compile(r";|,\s*(?:bara|utan|only|but)\b", re.IGNORECASE)


def is_denied(phrase: str) -> bool:
    """Tell whether a phrase denies in its own words what the method is not for."""
    return _NEGATION.search(phrase) is not None


def affirmed(phrase: str) -> str:
    """Return what a phrase says a method is not for, without the negation: "mäter inte pH" gives "mäter pH".

    The clause before the denying one tells what the method does, and the one after it why, or does so; both are left
    out. A phrase that nothing is left of stays as it is.
    """
    denied = _NEGATION.search(phrase)
    if denied is None:
        return phrase
    start = max((mark.end() for mark in _BEFORE.finditer(phrase, 0, denied.start())), default=0)
    after = _AFTER.search(phrase, denied.end())
    left = f"{phrase[start : denied.start()]} {phrase[denied.end() : after.start() if after else None]}"
    return " ".join(left.split()) or phrase


def affirmed_phrases(concept: Concept) -> list[tuple[str, str]]:
    """Return (language, text) of everything that a concept is not for, affirmed."""
    return [(language, affirmed(text)) for language, said in concept.wordings.items() for text in said.not_for]


def denial_of(concept: Concept, text: int) -> tuple[tuple[str, str], ...]:
    """Return (language, phrase) of one thing that a concept is not for, as the vocabulary says it in each language.

    `text` is its place in `affirmed_phrases`; a language's phrases stand in the same order as the other's.
    """
    lists = [(language, said.not_for) for language, said in concept.wordings.items() if said.not_for]
    places = [place for _, phrases in lists for place in range(len(phrases))]
    return tuple((language, phrases[min(places[text], len(phrases) - 1)]) for language, phrases in lists)
