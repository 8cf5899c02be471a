"""Finds what a text turns down ("inte djurförsök", "no animal work"), in Swedish and in English.

A wrongly found exclusion hides the right answer, a missed one only leaves a wrong answer in the list: every rule here
prefers to miss. Not being able, not having and not having to are no exclusions ("vi kan inte", "we have no", "krävs
inte"), nor is doubt ("vet inte om") or "not only".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matching.negation_words import (
    AFTERWARDS,
    CLAUSE_END,
    CUES,
    LACKING,
    NEGATION,
    PREFERENCE,
    SENTENCE_END,
    SOMETHING_ELSE,
    WORD,
    Cue,
    Force,
)

MOST_WORDS = 7  # words that a "no" can reach; longer phrases are about something else
LONGEST_CLAUSE = 200  # characters looked at before a "no"
LONGEST_TEXT = 20_000  # characters read; a need is a tenth of this
_PREFERENCE_REACH = 25  # characters between "helst" and the "utan" that it softens


@dataclass(frozen=True, slots=True)
class Refusal:
    """The part of a text that something turns down: `text[start:end]`, code points, without the turning words.

    `far` is False when only what stands right at the start is turned down: after "inte" most words are no things.
    """

    start: int
    end: int
    force: Force
    far: bool = True


def find_refusals(text: str) -> tuple[Refusal, ...]:
    """Return what the text turns down, in reading order; at most MOST_WORDS words for each."""
    text = text[:LONGEST_TEXT]
    found = [refusal for cue in CUES for refusal in _following(text, cue)]
    found += _preceding(text)
    return tuple(sorted(found, key=lambda refusal: (refusal.start, -refusal.force, refusal.end)))


def says_lacking(text: str, end: int) -> bool:
    """Tell whether what follows `end` says that the thing named just before is lacking or not needed."""
    return LACKING.match(text, end) is not None


def _following(text: str, cue: Cue) -> Iterator[Refusal]:
    """Yield what follows each place of a cue, up to the end of its clause."""
    for match in cue.words.finditer(text):
        end = _reach(text, match.end())
        if end == match.end() or _is_disarmed(text, match, cue):
            continue
        hedged = PREFERENCE.search(text, max(0, match.start() - _PREFERENCE_REACH), match.start())
        yield Refusal(match.end(), end, Force.HEDGED if hedged else cue.force, cue.far)


def _is_disarmed(text: str, match: re.Match[str], cue: Cue) -> bool:
    """Tell whether the clause before a cue makes it something else than a refusal."""
    before = text[_clause_start(text, match.start()) : match.start()]
    if cue.not_after is not None and cue.not_after.search(before):
        return True
    # "Inte masspektrometri utan NMR": this "utan" means "but", and what follows it is wanted.
    return match.group().casefold() == "utan" and NEGATION.search(before) is not None


def _preceding(text: str) -> Iterator[Refusal]:
    """Yield what stands before "is out of the question", back to the start of its clause."""
    for match in AFTERWARDS.finditer(text):
        start = _clause_start(text, match.start())
        words = list(WORD.finditer(text, start, match.start()))[-MOST_WORDS:]
        if words and not NEGATION.search(text, start, match.start()):
            yield Refusal(words[0].start(), words[-1].end(), Force.FIRM)


def _clause_start(text: str, end: int) -> int:
    start = max(0, end - LONGEST_CLAUSE)
    for boundary in SENTENCE_END.finditer(text, start, end):
        start = boundary.end()
    return start


def _reach(text: str, start: int) -> int:
    """Return where the words that a cue ending at `start` reaches end; `start` when it turns nothing down."""
    if SOMETHING_ELSE.match(text, start):
        return start
    boundary = CLAUSE_END.search(text, start, start + LONGEST_CLAUSE)
    stop = boundary.start() if boundary else min(len(text), start + LONGEST_CLAUSE)
    words = list(WORD.finditer(text, start, stop))[:MOST_WORDS]
    return words[-1].end() if words else start
